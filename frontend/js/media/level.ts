// How loud the microphone is, as a number from 0 to 1, twenty times a second.

const INTERVAL_MS = 50;
/** What counts as silence and as full scale, in dBFS: a voice at arm's length lies about midway. */
const QUIET = -60;
const LOUD = -10;

export class LevelMeter {
  private context?: AudioContext;
  private timer?: ReturnType<typeof setInterval>;
  private input?: MediaStreamAudioSourceNode;
  private last = 0;

  constructor(private readonly report: (level: number) => void) {}

  /** Listens to another track (a restarted microphone is a new one); undefined stops. Ends no track. */
  listen(track: MediaStreamTrack | undefined): void {
    clearInterval(this.timer);
    this.input?.disconnect();
    this.input = undefined;
    this.notify(0);
    if (!track || track.readyState === "ended") return;
    this.context ??= new AudioContext();
    // Without a gesture on the page the context starts suspended; the click that joins resumes it.
    void this.context.resume().catch(() => undefined);
    const analyser = new AnalyserNode(this.context, { fftSize: 1024, smoothingTimeConstant: 0 });
    this.input = this.context.createMediaStreamSource(new MediaStream([track]));
    this.input.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, s) => sum + s * s, 0) / samples.length;
      const decibels = 10 * Math.log10(power + 1e-12);
      this.notify(Math.min(1, Math.max(0, (decibels - QUIET) / (LOUD - QUIET))));
    }, INTERVAL_MS);
  }

  close(): void {
    this.listen(undefined);
    void this.context?.close().catch(() => undefined);
    this.context = undefined;
  }

  private notify(level: number): void {
    if (level === this.last) return;
    this.last = level;
    this.report(level);
  }
}
