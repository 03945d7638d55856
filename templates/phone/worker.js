// Keeps static files and one page that says that there is no connection. No page of the ledger ever comes into a cache.
const told = {{ told|safe }};
const CACHE = "jieqing-shell";
let shared = null;

const shell = () => [...told.shell.map((file) => new Request(file)), new Request(told.offline, { credentials: "omit" })];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.delete(CACHE).then(() => caches.open(CACHE)).then((cache) => cache.addAll(shell())).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// What is shared stays in this memory until the page asks for it. Pictures go to the page that reads them.
const takeShared = async (request) => {
  const form = await request.formData();
  const files = form.getAll("pictures").filter((file) => file.size);
  const text = ["title", "text", "url"].map((name) => form.get(name)).filter(Boolean).join("\n");
  shared = files.length ? { files } : { text };
  return Response.redirect(`${files.length ? told.pictures : told.check}#shared`, 303);
};

// A form that cannot be sent must not be lost: an answer without content leaves the page as it is, and the page says so.
const send = async (request) => {
  try {
    return await fetch(request);
  } catch {
    for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage({ unsent: true });
    return new Response(null, { status: 204 });
  }
};

self.addEventListener("message", (event) => {
  if (event.data !== "shared?" || !shared) return;
  event.source.postMessage({ shared });
  shared = null;
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && pathname === told.share) {
    event.respondWith(takeShared(request));
  } else if (request.method === "POST" && request.mode === "navigate") {
    event.respondWith(send(request));
  } else if (request.method === "GET" && request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(told.offline)));
  } else if (request.method === "GET" && told.shell.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
