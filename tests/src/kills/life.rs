//! One life of the app: the headless dev host from its start to its end, and a member who writes as fast as it answers.

use std::{path::Path, process::Stdio, time::Duration};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

use super::{DeskProcess, Ledger, Word};
use crate::rig::Peer;

/// A start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running dev host. It is killed when this is dropped.
#[derive(Debug)]
pub struct Life {
    child: Child,
    peer: Peer,
    account: String,
}

impl Life {
    /// Starts the app on a folder, with the same desktop around it in every life; signs in where nobody is.
    pub async fn begin(program: &Path, folder: &Path, desk: &str) -> Result<Self> {
        let mut command = Command::new(program);
        command.arg("--data-folder").arg(folder).arg("--desktop").arg(folder.join("desktop"));
        command.arg("--ui").arg(folder).args(["--desk", desk]);
        // Its input stays open as long as this life: it ends by itself when the test does.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("it has an output")?).lines();
        let line = timeout(PATIENCE, lines.next_line()).await.context("the dev host does not start")??;
        let ready: Value = serde_json::from_str(&line.context("the dev host ended at once")?)?;
        let window = ready.get("window").and_then(Value::as_str).context("no window")?;
        let mut life = Self { child, peer: Peer::new(window), account: String::new() };
        life.account = match life.known_account().await? {
            Some(account) => account,
            None => life.sign_in(desk).await?,
        };
        Ok(life)
    }

    async fn known_account(&self) -> Result<Option<String>> {
        let accounts = self.call("accounts", json!({})).await?;
        Ok(accounts.pointer("/0/id").and_then(Value::as_str).map(str::to_owned))
    }

    async fn sign_in(&self, desk: &str) -> Result<String> {
        let member = DeskProcess::MEMBER;
        let who = json!({"address": desk, "user_name": member.user_name, "password": member.password});
        let account = self.call("sign_in", who).await?;
        text(&account, "/id")
    }

    /// Calls a command as a window does.
    pub async fn call(&self, name: &str, args: Value) -> Result<Value> {
        let answer = self.peer.post(&format!("api/call/{name}"), &args).await?;
        ensure!(answer.status.is_success(), "{name}: {} {:?}", answer.status, answer.bytes);
        answer.json()
    }

    /// Writes and sends, or only writes, until the app is gone. Ends with an error when it answers with one.
    pub async fn write(&self, rng: &mut fastrand::Rng, ledger: &mut Ledger) -> Result<()> {
        let issues = self.open_issues().await?;
        loop {
            let words = format!("word {:016x}", rng.u64(..));
            ledger.begin(&words);
            let issue = if rng.u8(..) < 100 { rng.choice(issues.iter()) } else { None };
            self.write_one(&words, issue, rng.u8(..) < 200, ledger).await?;
        }
    }

    async fn write_one(
        &self,
        words: &str,
        issue: Option<&String>,
        send: bool,
        ledger: &mut Ledger,
    ) -> Result<()> {
        let draft = self.call("new_draft", json!({"account": self.account, "issue": issue})).await?;
        let (id, before) = (text(&draft, "/id")?, text(&draft, "/text")?);
        // A reply that an earlier life left unsent is a text of its own: it goes first.
        if before.is_empty() {
            let fields = json!({"draft": id, "title": "kill", "language": "en", "text": words});
            self.call("save_draft", fields).await?;
            ledger.heard(words, Word::Saved);
        }
        if send {
            let sent = self.call("send_draft", json!({"draft": id})).await?;
            ensure!(sent.get("problems") == Some(&json!([])), "not sent: {sent}");
            ledger.heard(if before.is_empty() { words } else { &before }, Word::Sent);
        }
        Ok(())
    }

    async fn open_issues(&self) -> Result<Vec<String>> {
        let mut ids = Vec::new();
        for list in ["awaiting", "open"] {
            let asked = json!({"account": self.account, "list": list, "after": null, "limit": 20});
            let page = self.call("issues", asked).await?;
            let rows = page.get("rows").and_then(Value::as_array).context("no rows")?;
            ids.extend(rows.iter().filter_map(|row| row.get("id")?.as_str().map(str::to_owned)));
        }
        Ok(ids)
    }

    /// What is unfinished: the texts of drafts, and how many operations wait.
    pub async fn unsent(&self) -> Result<(Vec<String>, usize)> {
        let unsent = self.call("unsent", json!({"account": self.account})).await?;
        let drafts = unsent.get("drafts").and_then(Value::as_array).context("no drafts")?;
        let operations = unsent.get("operations").and_then(Value::as_array).context("no operations")?;
        let texts = drafts.iter().map(|draft| text(draft, "/text")).collect::<Result<_>>()?;
        Ok((texts, operations.len()))
    }

    /// How many issues await feedback, once the app is up to date; none before.
    pub async fn awaiting(&self) -> Result<Option<u64>> {
        let accounts = self.call("accounts", json!({})).await?;
        let account = accounts.get(0).context("nobody is signed in")?;
        let fresh = account.pointer("/freshness/state").and_then(Value::as_str) == Some("up_to_date");
        Ok(account.pointer("/counts/awaiting").and_then(Value::as_u64).filter(|_| fresh))
    }

    /// Kills it as it stands (SIGKILL).
    pub async fn kill(mut self) -> Result<()> {
        ensure!(self.child.try_wait()?.is_none(), "the app ended by itself");
        Ok(self.child.kill().await?)
    }
}

fn text(of: &Value, at: &str) -> Result<String> {
    let found = of.pointer(at).and_then(Value::as_str);
    Ok(found.with_context(|| format!("no {at} in {of}"))?.to_owned())
}
