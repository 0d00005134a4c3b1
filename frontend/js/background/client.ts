// Stands in for livekit-client, of which @livekit/track-processors takes loggers and nothing else: what goes wrong is in the
// console, and the media client isn't loaded twice.
const nothing = (): void => undefined;

export const getLogger = () => ({
  trace: nothing,
  debug: nothing,
  log: nothing,
  info: nothing,
  warn: console.warn.bind(console),
  error: console.error.bind(console),
  setLevel: nothing,
  setDefaultLevel: nothing,
});
