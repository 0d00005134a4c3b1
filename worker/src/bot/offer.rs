//! What LiveKit's offer says about each media line: the parts of its SDP that the recorder must know before the media
//! engine takes it (RFC 8866; a=ssrc and a=ssrc-group by RFC 5576).

/// One media line of an offer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct MediaLine {
    /// The line's name, which stays its own through all offers.
    pub mid: String,
    /// Whether the server sends on it now.
    pub sends: bool,
    /// The track's name in `a=msid`.
    pub track: Option<String>,
    /// The stream of the frames, and the one that repeats lost packets.
    pub source: Option<Source>,
}

/// The synchronization sources of a track.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source {
    pub main: u32,
    pub repair: Option<u32>,
}

/// The audio and video lines of an offer.
pub(super) fn media_lines(sdp: &str) -> Vec<MediaLine> {
    let mut sections: Vec<Vec<&str>> = Vec::new();
    for line in sdp.lines() {
        if line.starts_with("m=") {
            sections.push(Vec::new());
        }
        if let Some(section) = sections.last_mut() {
            section.push(line);
        }
    }
    let is_media = |section: &&Vec<&str>| {
        section.first().is_some_and(|line| line.starts_with("m=audio") || line.starts_with("m=video"))
    };
    sections.iter().filter(is_media).map(|section| media_line(section)).collect()
}

fn media_line(section: &[&str]) -> MediaLine {
    let mut found = MediaLine { sends: true, ..MediaLine::default() };
    let mut main = None;
    let mut repair = None;
    for line in section {
        let Some(attribute) = line.strip_prefix("a=") else {
            continue;
        };
        let (name, value) = attribute.split_once(':').unwrap_or((attribute, ""));
        match name {
            "mid" => found.mid = value.to_owned(),
            "inactive" | "recvonly" => found.sends = false,
            "msid" => found.track = value.split_whitespace().nth(1).map(str::to_owned),
            "ssrc-group" => {
                let mut words = value.split_whitespace();
                if words.next() == Some("FID") {
                    main = words.next().and_then(|word| word.parse().ok());
                    repair = words.next().and_then(|word| word.parse().ok());
                }
            }
            "ssrc" if main.is_none() => {
                main = value.split_whitespace().next().and_then(|word| word.parse().ok())
            }
            _ => {}
        }
    }
    found.source = main.map(|main| Source { main, repair });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str = "v=0\r\ns=-\r\na=msid-semantic:WMS *\r\n\
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\na=sendrecv\r\n\
        m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=sendonly\r\na=msid:PA_x|s TR_sound\r\n\
        a=ssrc:77 cname:PA_x\r\na=ssrc:77 msid:PA_x TR_sound\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=mid:2\r\na=sendrecv\r\na=ssrc-group:FID 5 6\r\na=ssrc:5 cname:a\r\n\
        a=ssrc:6 cname:a\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:3\r\na=inactive\r\n";

    #[test]
    fn each_line_tells_its_track_and_sources() {
        let lines = media_lines(OFFER);
        let sound = Source { main: 77, repair: None };
        let picture = Source { main: 5, repair: Some(6) };
        assert_eq!(
            lines,
            [
                MediaLine {
                    mid: "1".into(),
                    sends: true,
                    track: Some("TR_sound".into()),
                    source: Some(sound)
                },
                MediaLine { mid: "2".into(), sends: true, track: None, source: Some(picture) },
                MediaLine { mid: "3".into(), sends: false, track: None, source: None },
            ]
        );
    }

    #[test]
    fn nonsense_has_no_lines() {
        assert_eq!(media_lines("hello\r\nm=\r\na=mid"), []);
    }
}
