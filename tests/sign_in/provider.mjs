// A real OpenID Connect provider with invented accounts; any password will do. Settings: one JSON argument
// {port, redirect, secret, accounts: {login: claims}}. Its own simple pages ask for the login and for consent.
import { Provider } from "oidc-provider";

const { port, redirect, secret, accounts } = JSON.parse(process.argv[2]);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "dashboard",
      client_secret: secret,
      redirect_uris: [redirect],
      post_logout_redirect_uris: [redirect],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  conformIdTokenClaims: false, // the dashboard reads the ID token alone
  cookies: { keys: [secret] },
  findAccount: (context, id) =>
    accounts[id] && { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) },
});
provider.listen(port, "127.0.0.1");
