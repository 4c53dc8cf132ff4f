"""The parts pages are made of. The only layer beside pages/ and dashboard.py that knows Streamlit."""
