// Streamlit's file uploader speaks English only. This gives its parts names in the reader's language: aria-label for
// those who listen, data-words for the style sheet to show. It changes attributes, never text, so nothing is undone.
(() => {
  const words = WORDS;
  const set = (part, name, value) => part && part.getAttribute(name) !== value && part.setAttribute(name, value);
  const name = () => {
    const zone = document.querySelector(".st-key-uploader");
    if (!zone) return;
    const all = (selector) => [...zone.querySelectorAll(selector)];
    all("[data-testid=stFileUploaderDropzone], [data-testid=stFileChip]").forEach((e) => set(e, "role", "group"));
    set(zone.querySelector("input[type=file]"), "aria-label", zone.querySelector("label")?.innerText);
    all("[data-testid=stFileUploaderDropzone] > span > button").forEach((e) => set(e, "aria-label", words.choose));
    all("[data-testid=stFileUploaderDropzoneInstructions]").forEach((e) => set(e, "data-words", words.drop));
    all("[data-testid=stFileUploaderDropzone] > div:not([data-testid])")
      .filter((e) => e.textContent.startsWith("Drag and drop"))
      .forEach((e) => set(e, "data-words", words.dropping));
    all("[data-testid=stFileChip]").forEach((chip) => {
      const file = chip.querySelector("[data-testid=stFileChipName]");
      set(chip, "aria-label", file.textContent);
      set(chip.querySelector("button"), "aria-label", `${words.remove} ${file.textContent}`);
      const size = file.nextElementSibling;
      set(size, "data-words", chip.querySelector("[role=alert]") ? words.large : "");
    });
    all("[data-testid=stFileChips] button")
      .filter((e) => !e.closest("[data-testid=stFileChip]"))
      .forEach((e) => set(e, "aria-label", words.add));
  };
  window.nameUploader?.disconnect();
  window.nameUploader = new MutationObserver(name);
  window.nameUploader.observe(document.body, { childList: true, subtree: true, characterData: true });
  name();
})();
