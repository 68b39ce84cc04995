// The live stream of one seat: passes events on, comes back by itself, says when there was a gap.

/** Listen as one person; opened() runs at every (re)connection, lost() when it breaks. Gives stop(). */
export function listen(me, { opened, received, lost }) {
  let source = null;
  let timer = null;
  let wait = 500;

  function connect() {
    source = new EventSource(`/page/stream?as=${encodeURIComponent(me)}`);
    source.onopen = () => {
      wait = 500;
      opened();
    };
    source.onmessage = (event) => received(JSON.parse(event.data));
    source.onerror = () => {
      source.close();
      lost();
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, 8000);
    };
  }

  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
