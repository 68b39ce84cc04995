// The page's side of the playground's JSON: get and post, failing with the sentence to show.

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `The playground answered ${response.status}.`);
  return body;
}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Error("The playground does not answer. Is it still running in the terminal?");
  }
}

/** GET /page/{what} with query parameters; those that are undefined are left out. */
export async function get(what, params = {}) {
  const known = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
  return answer(await reach(`/page/${what}?${new URLSearchParams(known)}`));
}

/** POST JSON to /page/{what}. */
export async function post(what, body) {
  const headers = { "Content-Type": "application/json" };
  return answer(
    await reach(`/page/${what}`, { method: "POST", headers, body: JSON.stringify(body) }),
  );
}
