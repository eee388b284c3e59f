//! The dev host, through its own HTTP: the whole thread without a window.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test ends at what it did not expect")]

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use futures_util::StreamExt;
use http::{StatusCode, header};
use serde_json::{Value, json};
use svara_tests::{
    dev_host::{DeskChoice, DevHost, DiskChoice, Ready, Settings},
    rig::{Answer, Peer},
};
use tempfile::TempDir;

/// A move to awaiting feedback is told within this time.
const TOLD: Duration = Duration::from_secs(2);
/// Everything else that goes on in the background.
const SOON: Duration = Duration::from_secs(15);

struct Rig {
    host: DevHost,
    peer: Peer,
    folder: TempDir,
}

impl Rig {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ui = folder.path().join("ui");
        std::fs::create_dir(&ui).unwrap();
        std::fs::write(ui.join("index.html"), "<!doctype html><title>Svara</title>").unwrap();
        let settings = Settings {
            data_folder: folder.path().join("data"),
            ui,
            listen: ([127, 0, 0, 1], 0).into(),
            desk: DeskChoice::Embedded,
            locale: Some("sv-SE".into()),
            desktop: None,
            disk: DiskChoice::default(),
        };
        let host = DevHost::start(settings).await.unwrap();
        let peer = Peer::new(&host.ready().window);
        Self { host, peer, folder }
    }

    fn ready(&self) -> &Ready {
        self.host.ready()
    }

    async fn call(&self, name: &str, args: Value) -> Value {
        let answer = self.try_call(name, args).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}: {:?}", answer.bytes);
        answer.json().unwrap()
    }

    async fn try_call(&self, name: &str, args: Value) -> Answer {
        self.peer.post(&format!("api/call/{name}"), &args).await.unwrap()
    }

    async fn pull(&self, lever: &str, with: Value) {
        let answer = self.peer.post(&format!("rig/{lever}"), &with).await.unwrap();
        assert!(answer.status.is_success(), "{lever}: {:?}", answer.bytes);
    }

    async fn notices(&self) -> Vec<Value> {
        let all = self.peer.get("rig/notices").await.unwrap().json().unwrap();
        all["notices"].as_array().unwrap().clone()
    }

    async fn sign_in(&self) -> String {
        let member = self.ready().member.clone().unwrap();
        let args = json!({ "address": self.ready().desk, "user_name": member.user_name, "password": member.password });
        let account = self.call("sign_in", args).await;
        let id = account["id"].as_str().unwrap().to_owned();
        until("the first check is done", SOON, async || {
            let accounts = self.call("accounts", json!({})).await;
            accounts[0]["freshness"]["state"] == "up_to_date"
        })
        .await;
        id
    }

    async fn rows(&self, account: &str, list: &str) -> Vec<Value> {
        let args = json!({ "account": account, "list": list, "after": null, "limit": 200 });
        self.call("issues", args).await["rows"].as_array().unwrap().clone()
    }

    async fn titles(&self, account: &str, list: &str) -> Vec<String> {
        let rows = self.rows(account, list).await;
        rows.iter().map(|row| row["title"].as_str().unwrap().to_owned()).collect()
    }

    async fn agent(&self) -> Peer {
        let agent = self.ready().agent.clone().unwrap();
        let desk = Peer::new(&self.ready().desk);
        let args = json!({ "user_name": agent.user_name, "password": agent.password, "as": "agent" });
        let answer = desk.post("api/session", &args).await.unwrap();
        assert_eq!(answer.status, StatusCode::CREATED, "{:?}", answer.bytes);
        let token = answer.json().unwrap()["token"].as_str().unwrap().to_owned();
        desk.with(header::AUTHORIZATION, &format!("Bearer {token}"))
    }

    async fn ask(&self, issue: &str, question: &str) {
        let key: String = question.chars().filter(char::is_ascii_alphanumeric).collect();
        let agent = self.agent().await.with("idempotency-key".parse().unwrap(), &key);
        let body = json!({ "text": question, "kind": "ask", "uploads": [] });
        let answer = agent.post(&format!("api/agent/issues/{issue}/entries"), &body).await.unwrap();
        assert_eq!(answer.status, StatusCode::CREATED, "{:?}", answer.bytes);
    }

    async fn at_desk(&self, title: &str) -> Vec<Value> {
        let all = self.agent().await.get("api/agent/issues?limit=200").await.unwrap().json().unwrap();
        all["issues"].as_array().unwrap().iter().filter(|issue| issue["title"] == title).cloned().collect()
    }

    /// Asks on an open issue and waits for the notice that names the question.
    async fn asked(&self, account: &str, question: &str) -> (String, Value) {
        let issue = self.rows(account, "open").await[0]["id"].as_str().unwrap().to_owned();
        self.ask(&issue, question).await;
        let notice = self.told(question, TOLD).await;
        (issue, notice)
    }

    async fn told(&self, question: &str, within: Duration) -> Value {
        let find = async || {
            let notices = self.notices().await;
            notices
                .into_iter()
                .find(|n| n["standing"] == true && n["body"].as_str().unwrap().contains(question))
        };
        until("the question is told", within, async || find().await.is_some()).await;
        find().await.unwrap()
    }

    async fn submit(&self, account: &str, title: &str, picture: Option<&Path>) -> Value {
        let draft = self.call("new_draft", json!({ "account": account, "issue": null })).await;
        let id = draft["id"].as_str().unwrap();
        if let Some(picture) = picture {
            self.pull("pick", json!({ "paths": [picture] })).await;
            let picked = self.call("pick_pictures", json!({ "draft": id })).await;
            assert_eq!(picked["draft"]["pictures"].as_array().unwrap().len(), 1, "{picked}");
        }
        let args = json!({ "draft": id, "title": title, "language": "sv", "text": "Sidan blir vit." });
        self.call("save_draft", args).await;
        let sent = self.call("send_draft", json!({ "draft": id })).await;
        assert_eq!(sent["problems"], json!([]));
        sent
    }
}

/// Asks again and again, at most for `limit`.
async fn until(what: &str, limit: Duration, mut done: impl AsyncFnMut() -> bool) {
    let poll = async {
        while !done().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(limit, poll).await.is_ok(), "not within {limit:?}: {what}");
}

/// A one-pixel PNG with a comment that is nobody's business.
fn picture(folder: &Path) -> PathBuf {
    let path = folder.join("bild.png");
    let mut bytes = vec![0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
    let mut chunk = |kind: &[u8; 4], content: &[u8]| {
        let body = [kind.as_slice(), content].concat();
        bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        bytes.extend(&body);
        bytes.extend(crc32(&body).to_be_bytes());
    };
    chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    chunk(b"tEXt", b"Comment\0taken at home");
    // One stored deflate block: a filter byte and one grey pixel, then their Adler-32.
    chunk(b"IDAT", &[0x78, 0x01, 0x01, 0x02, 0x00, 0xfd, 0xff, 0x00, 0x80, 0x00, 0x82, 0x00, 0x81]);
    chunk(b"IEND", &[]);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_is_served_under_a_strict_policy_and_to_no_foreign_page() {
    let rig = Rig::start().await;
    let page = rig.peer.get("").await.unwrap();
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self';") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(page.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");

    let evil = rig.peer.clone().with(header::ORIGIN, "https://evil.example");
    assert_eq!(evil.post("api/call/start", &json!({})).await.unwrap().status, StatusCode::FORBIDDEN);
    assert_eq!(evil.get("rig/notices").await.unwrap().status, StatusCode::FORBIDDEN);
    let rebound = rig.peer.clone().with(header::HOST, "evil.example");
    assert_eq!(rebound.get("").await.unwrap().status, StatusCode::FORBIDDEN);

    let outside = rig.peer.get("..%2f..%2fdata/app/keep.db").await.unwrap();
    assert_eq!(outside.status, StatusCode::NOT_FOUND);
    rig.host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_told_within_two_seconds_and_answered_from_its_notice() {
    let rig = Rig::start().await;
    let built_in = rig.call("start", json!({})).await["built_in"].clone();
    assert_eq!(built_in["address"], json!(rig.ready().desk));
    let account = rig.sign_in().await;
    let mut events = rig.peer.events("api/events").await.unwrap();

    let (issue, notice) = rig.asked(&account, "Vilken webbläsare använder du?").await;
    assert_eq!(notice["buttons"].as_array().unwrap().len(), 2, "{notice}");
    assert!(tokio::time::timeout(SOON, events.next()).await.unwrap().unwrap().contains("stale"));
    rig.pull(&format!("notices/{}/answer", notice["id"].as_str().unwrap()), json!({})).await;
    until("the window is wanted", SOON, async || {
        rig.peer.get("rig/window").await.unwrap().json().unwrap()["shown"] == 1
    })
    .await;
    let go = rig.call("take_go", json!({})).await;
    assert_eq!(
        go,
        json!({ "account": account, "issue": issue, "chat": null, "unsent": false, "answer": true })
    );

    let draft = rig.call("new_draft", json!({ "account": account, "issue": issue })).await;
    let args =
        json!({ "draft": draft["id"], "title": "", "language": draft["language"], "text": "Firefox." });
    rig.call("save_draft", args).await;
    rig.call("send_draft", json!({ "draft": draft["id"] })).await;
    until("the issue does not await any more", SOON, async || {
        !rig.rows(&account, "awaiting").await.iter().any(|row| row["id"] == json!(issue))
    })
    .await;
    rig.host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_the_notice_takes_the_notice_away() {
    let rig = Rig::start().await;
    let account = rig.sign_in().await;
    let (issue, notice) = rig.asked(&account, "Händer det varje gång?").await;
    let draft = rig.call("new_draft", json!({ "account": account, "issue": issue })).await;
    let args = json!({ "draft": draft["id"], "title": "", "language": draft["language"], "text": "Ja." });
    rig.call("save_draft", args).await;
    rig.call("send_draft", json!({ "draft": draft["id"] })).await;
    until("the notice is withdrawn", SOON, async || {
        rig.notices().await.iter().any(|n| n["id"] == notice["id"] && n["withdrawn"] == true)
    })
    .await;
    rig.host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn later_tells_again_after_an_hour_under_the_same_tag() {
    let rig = Rig::start().await;
    let account = rig.sign_in().await;
    let (_, notice) = rig.asked(&account, "Kan du visa en bild?").await;
    rig.pull(&format!("notices/{}/later", notice["id"].as_str().unwrap()), json!({})).await;
    rig.pull("clock", json!({ "forward_seconds": 60 * 59 })).await;
    rig.call("check_now", json!({ "account": account })).await;
    assert!(rig.notices().await.iter().all(|n| n["tag"] != notice["tag"] || n["standing"] == false));
    rig.pull("clock", json!({ "forward_seconds": 120 })).await;
    let again = rig.told("Kan du visa en bild?", SOON).await;
    assert_eq!(again["tag"], notice["tag"]);
    assert_ne!(again["id"], notice["id"]);
    rig.host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_the_sign_in_and_tells_nothing_twice() {
    let rig = Rig::start().await;
    let account = rig.sign_in().await;
    rig.asked(&account, "Gäller det alla beställningar?").await;
    let before = rig.notices().await.len();
    rig.pull("restart", json!({})).await;
    until("the first check is done", SOON, async || {
        rig.call("accounts", json!({})).await[0]["freshness"]["state"] == "up_to_date"
    })
    .await;
    // The minute after a notice goes on where the app begins anew.
    rig.pull("clock", json!({ "forward_seconds": 60 })).await;
    // A later question is told, so whatever would have been told twice would have been told by now.
    rig.asked(&account, "Och sedan?").await;
    assert_eq!(rig.notices().await.len(), before + 1);
    rig.host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_submitted_while_the_desk_is_away_arrives_once() {
    let rig = Rig::start().await;
    let account = rig.sign_in().await;
    rig.pull("desk/stop", json!({})).await;
    let picture = picture(rig.folder.path());
    rig.submit(&account, "kan inte bearbeta presentkort", Some(&picture)).await;
    assert_eq!(
        rig.call("unsent", json!({ "account": account })).await["operations"].as_array().unwrap().len(),
        1
    );
    rig.pull("desk/start", json!({})).await;
    rig.call("check_now", json!({ "account": account })).await;
    let title = "Svenska - kan inte bearbeta presentkort";
    until("the issue is open", Duration::from_secs(60), async || {
        rig.titles(&account, "open").await.iter().any(|t| t == title)
            && rig.call("unsent", json!({ "account": account })).await["operations"] == json!([])
    })
    .await;
    assert_eq!(rig.at_desk(title).await.len(), 1);
    rig.host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_the_sign_in_lasts_for_the_session() {
    let rig = Rig::start().await;
    rig.pull("vault", json!({ "state": "none" })).await;
    rig.sign_in().await;
    let accounts = rig.call("accounts", json!({})).await;
    assert_eq!(accounts[0]["session_only"], "missing");
    rig.host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_named() {
    let rig = Rig::start().await;
    let args = json!({ "address": rig.ready().desk, "user_name": "elsa", "password": "no" });
    let answer = rig.try_call("sign_in", args).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.json().unwrap(), json!({ "code": "wrong_password" }));
    rig.host.stop().await;
}
