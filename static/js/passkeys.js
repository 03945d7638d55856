// Makes and uses passkeys. A form with data-passkey holds the server's options, as JSON in the page or at an address; the
// browser asks its owner, and the answer goes back in the form's hidden field. Where there are no passkeys, forms that
// offer one stay hidden.
const ADDRESS = /^(http|\/)/;
const IS_FIGURES = /^[\d.]+$|:/;  // browsers make no passkeys for 127.0.0.1 and its like

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

const named = (credentials = []) => credentials.map((one) => ({ ...one, id: bytes(one.id) }));

const forCreating = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  user: { ...options.user, id: bytes(options.user.id) },
  excludeCredentials: named(options.excludeCredentials),
  // Always one that stands for the password: kept by the authenticator, which asks its owner.
  authenticatorSelection: {
    ...options.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  },
});

const forGetting = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  allowCredentials: named(options.allowCredentials),
});

const asked = {
  create: (options) => navigator.credentials.create({ publicKey: forCreating(options.creation_options.publicKey) }),
  get: (options) => navigator.credentials.get({ publicKey: forGetting(options.request_options.publicKey) }),
};

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

const plain = (credential) => ({
  id: credential.id,
  rawId: text(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
  response: Object.fromEntries(
    PARTS.filter((part) => credential.response[part]).map((part) => [part, text(credential.response[part])]),
  ),
});

const optionsOf = async (place) => {
  if (!ADDRESS.test(place)) return JSON.parse(document.querySelector(place).textContent);
  const answer = await fetch(place, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`no options: ${answer.status}`);
  return answer.json();
};

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential || IS_FIGURES.test(location.hostname)) break;
  form.hidden = false;
  const trouble = document.querySelector("[data-passkey-trouble]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      const options = await optionsOf(form.dataset.passkeyOptions);
      form.elements.credential.value = JSON.stringify(plain(await asked[form.dataset.passkey](options)));
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}
