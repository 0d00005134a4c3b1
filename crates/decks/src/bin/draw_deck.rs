//! The child as a program of its own, for tests and benches; an installation's is part of the server's program. With
//! `--try-walls FOLDER` it says what the walls keep it from.

use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.as_slice() {
        [word, folder] if word == "--try-walls" => try_walls(Path::new(folder)),
        _ => decks::child::main(&args),
    }
}

fn try_walls(folder: &Path) -> ExitCode {
    let outside = std::env::temp_dir().join("outside");
    if decks::child::wall_in(folder).is_err() {
        return ExitCode::FAILURE;
    }
    let say = |what: &str, done: bool| println!("{what} {}", if done { "went through" } else { "refused" });
    say("connect", TcpStream::connect("127.0.0.1:9").is_err_and(|error| error.raw_os_error() == Some(111)));
    say("start a program", Command::new("/bin/true").status().is_ok());
    say("read /etc/hostname", std::fs::read("/etc/hostname").is_ok());
    say("write outside", std::fs::write(outside, "x").is_ok());
    ExitCode::SUCCESS
}
