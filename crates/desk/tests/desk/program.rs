//! The program `svara-desk`, as an administrator runs it.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_svara-desk"));
    command.arg("--folder").arg(folder).args(arguments).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str], says: &str) -> Output {
    let mut command = command(folder, arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that refuses before it reads has closed its end.
    let _ = child.stdin.take().unwrap().write_all(says.as_bytes());
    child.wait_with_output().unwrap()
}

struct Served {
    child: Child,
    lines: Vec<String>,
}

impl Served {
    /// Starts the program and reads what it says until it says where the desk is.
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child =
            command(folder, arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            lines.push(line.unwrap());
            if lines.last().unwrap().starts_with("the desk is at http://127.0.0.1:") {
                break;
            }
        }
        Self { child, lines }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_demo_says_with_what_to_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(&folder.path().join("desk"), &["demo", "--listen", "127.0.0.1:0"]);
    let [member, console, address] = served.lines.as_slice() else { panic!("{:?}", served.lines) };
    assert_eq!(member, "member: elsa  password: svara-demo");
    let address = address.strip_prefix("the desk is at ").unwrap();
    assert!(console.starts_with(&format!("agents' console: {address}/agent/  agent: maja  password: ")));
    let second = run(&folder.path().join("desk"), &["serve", "--listen", "127.0.0.1:0"], "");
    assert!(!second.status.success());
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("another program serves this folder"), "{said}");
}

#[test]
fn users_and_settings_are_changed_while_the_desk_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("desk");
    let _served = Served::start(&folder, &["serve", "--listen", "127.0.0.1:0"]);
    let add = ["user", "add", "anna", "--rank", "Gold", "--name", "Anna Ek", "--email", "anna@example.org"];
    assert!(run(&folder, &add, "ett bra lösenord\n").status.success());
    let again = run(&folder, &add, "ett bra lösenord\n");
    assert!(String::from_utf8(again.stderr).unwrap().contains("this user name is taken"));
    assert!(!run(&folder, &["user", "add", "short"], "kort\n").status.success());
    assert!(run(&folder, &["user", "password", "anna"], "ett nytt lösenord\n").status.success());
    assert!(run(&folder, &["user", "disable", "anna"], "").status.success());
    assert!(run(&folder, &["set", "announcement", "We are closed on Friday"], "").status.success());
    assert!(run(&folder, &["set", "lowest_rank", "Elite"], "").status.success());
    let wrong = run(&folder, &["set", "lowest_rank", "Tin"], "");
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("not one of the ranks"));
    let settings = String::from_utf8(run(&folder, &["settings"], "").stdout).unwrap();
    assert!(settings.contains("\"We are closed on Friday\"") && settings.contains("\"Elite\""), "{settings}");
}

#[test]
fn beyond_loopback_the_program_refuses_in_a_clear_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let refused = run(&folder.path().join("desk"), &["serve", "--listen", "0.0.0.0:0"], "");
    assert!(!refused.status.success());
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        said.contains("serve with a certificate and its key, or name the trusted proxy in front"),
        "{said}"
    );
}
