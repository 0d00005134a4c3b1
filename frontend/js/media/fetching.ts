// What of the others is fetched: all of it, or their sound alone, to save data.
import { type RemoteTrackPublication, type Room, Track } from "livekit-client";

export class Fetching {
  private saving = false;

  constructor(private readonly room: () => Room | undefined) {}

  /** Nobody's picture is fetched. */
  get saves(): boolean {
    return this.saving;
  }

  /** Fetches nobody's picture from now on, or everybody's again. */
  save(saving: boolean): void {
    this.saving = saving;
    this.begin();
  }

  /** Fetches what there is. */
  begin(): void {
    for (const person of this.room()?.remoteParticipants.values() ?? []) {
      for (const publication of person.trackPublications.values()) this.fetch(publication);
    }
  }

  /** Fetches what somebody sends, or not. */
  fetch(publication: RemoteTrackPublication): void {
    const wanted = publication.kind === Track.Kind.Audio || !this.saving;
    if (publication.isDesired !== wanted) publication.setSubscribed(wanted);
  }
}
