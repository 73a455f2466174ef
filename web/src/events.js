// GraphQL over server-sent events, each answer an event `next`. The browser's own EventSource can send
// no headers, so that the token would have to stand in the URL.

/** The answers to a request as they come, until there are no more or whoever asked stops. */
export function events(send) {
  const stop = new AbortController();
  const answers = read(send, stop.signal);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => answers.next(),
    // Stops the request too: a generator that waits for the next event would not hear of it.
    return(value) {
      stop.abort();
      return answers.return(value);
    },
  };
}

async function* read(send, signal) {
  try {
    const response = await send(signal);
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) return void (yield await response.json());
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = "", part; !(part = await reader.read()).done; ) {
      const blocks = (text + part.value).split("\n\n");
      text = blocks.pop();
      for (const block of blocks.map(fields)) if (block.event === "next") yield JSON.parse(block.data);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** The fields of one event. */
const fields = (block) =>
  Object.fromEntries(block.split("\n").map((line) => line.match(/^(\w*): ?(.*)$/)?.slice(1) ?? []));
