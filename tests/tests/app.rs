//! The contract with a window, called as a window calls it, over the real core and the real desk in process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures_util::StreamExt;
use serde_json::{Value, json};
use svara_api::{App, BuiltIn, COMMANDS, ErrorCode, Event, Host, HostProblem, call};
use svara_connect::Connectors;
use svara_core::{Parts, StoreSettings};
use svara_desk::{Desk, NewUser};
use svara_tests::{
    in_process::InProcess,
    rig::{MemoryVault, RecordingNotifier, ScriptedPicker},
};
use tempfile::TempDir;

/// A host that remembers what it was asked to open, and what was to become of its window.
#[derive(Default)]
struct Opened(Mutex<Vec<String>>);

impl Opened {
    fn note(&self, what: &str) {
        self.0.lock().unwrap().push(what.to_owned());
    }
}

#[async_trait]
impl Host for Opened {
    async fn open_url(&self, url: &str) -> Result<(), HostProblem> {
        self.note(url);
        Ok(())
    }
    async fn show_window(&self, _activation: Option<&str>) {
        self.note("shown");
    }
    fn in_front(&self) -> bool {
        false
    }
    fn has_window(&self) -> bool {
        true
    }
    async fn hide_window(&self) {
        self.note("hidden");
    }
    async fn quit(&self) {
        self.note("quit");
    }
    fn built_in(&self) -> Option<BuiltIn> {
        None
    }
    async fn start_built_in(&self) -> Result<BuiltIn, HostProblem> {
        Err(HostProblem("there is none here".into()))
    }
}

struct Rig {
    app: Arc<App>,
    desk: Desk,
    host: Arc<Opened>,
    _folder: TempDir,
}

impl Rig {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(svara_desk::Settings::new(folder.path().join("desk"))).await.unwrap();
        desk.add_user(NewUser::member("elsa", "Elsa Lind").rank("Gold").password("correct horse"))
            .await
            .unwrap();
        let clock = Arc::new(svara_native::SystemClock);
        let app_folder = folder.path().join("app");
        std::fs::create_dir(&app_folder).unwrap();
        let host = Arc::<Opened>::default();
        let parts = Parts {
            folder: app_folder,
            store: StoreSettings::platform(),
            kinds: Arc::new(Connectors::new(InProcess::new(desk.router()), clock.clone())),
            vault: Arc::<MemoryVault>::default(),
            notifier: Arc::<RecordingNotifier>::default(),
            picker: Arc::<ScriptedPicker>::default(),
            power: Arc::new(svara_tests::rig::FixedPower::default()),
            desktop: Arc::<svara_tests::rig::FixedDesktop>::default(),
            detector: Arc::new(svara_language::Linguist),
            clock,
            random: Arc::new(svara_native::SystemRandom),
            locale: Some("sv-SE".into()),
        };
        let app = App::open(parts, Arc::clone(&host) as Arc<dyn Host>).await.unwrap();
        Self { app, desk, host, _folder: folder }
    }

    async fn call(&self, name: &str, args: Value) -> Result<Value, ErrorCode> {
        call(&self.app, name, args).await.map_err(|problem| problem.code)
    }

    fn opened(&self) -> Vec<String> {
        self.host.0.lock().unwrap().clone()
    }
}

const ADDRESS: &str = "https://desk.example/";

#[tokio::test]
async fn a_forgotten_password_leads_to_the_page_that_the_desk_names() {
    let rig = Rig::new().await;
    let at = json!({"address": ADDRESS});
    assert_eq!(rig.call("find_desk", at.clone()).await.unwrap()["password_page"], false);
    assert_eq!(rig.call("open_password_page", at.clone()).await, Err(ErrorCode::Gone), "it names none");
    let facts = rig.desk.facts().await.unwrap();
    let named = facts.with("password_page", "https://help.example/forgotten").unwrap();
    rig.desk.set_facts(named).await.unwrap();
    assert_eq!(rig.call("find_desk", at.clone()).await.unwrap()["password_page"], true);
    rig.call("open_password_page", at).await.unwrap();
    assert_eq!(rig.opened(), ["https://help.example/forgotten"]);
}

#[tokio::test]
async fn only_checked_links_are_opened() {
    let rig = Rig::new().await;
    rig.call("open_link", json!({"href": "https://example.com/help"})).await.unwrap();
    for href in
        ["javascript:alert(1)", "file:///etc/passwd", "https://bank.example@evil.example/", "smb://x/y", ""]
    {
        assert_eq!(rig.call("open_link", json!({"href": href})).await, Err(ErrorCode::Refused), "{href}");
    }
    assert_eq!(rig.opened(), ["https://example.com/help"]);
}

#[tokio::test]
async fn arguments_that_do_not_fit_run_nothing() {
    let rig = Rig::new().await;
    assert_eq!(rig.call("no_such_command", json!({})).await, Err(ErrorCode::Defect));
    for name in COMMANDS {
        for args in [json!(null), json!([]), json!("x"), json!({"unknown": 1}), json!({"account": {"$": 1}})]
        {
            assert_eq!(rig.call(name, args.clone()).await, Err(ErrorCode::Defect), "{name} with {args}");
        }
    }
}

#[tokio::test]
async fn names_that_nothing_has_are_gone_and_break_nothing() {
    let rig = Rig::new().await;
    let odd = ["", "../../etc/passwd", "a\u{0}b", "%2e%2e", "'; DROP TABLE draft; --"];
    for id in odd {
        for (name, args) in [
            ("issue", json!({"account": id, "issue": id})),
            ("unsent", json!({"account": id})),
            ("draft", json!({"draft": id})),
            ("save_draft", json!({"draft": id, "title": id, "language": id, "text": id})),
            ("send_draft", json!({"draft": id})),
            ("take_back", json!({"operation": id})),
            ("retry", json!({"operation": id})),
            ("settle", json!({"operation": id, "arrived": true})),
            ("search", json!({"account": id, "words": id})),
        ] {
            assert_eq!(rig.call(name, args).await, Err(ErrorCode::Gone), "{name} of {id:?}");
        }
        assert_eq!(svara_api::file(&rig.app, id).await.unwrap_err().code, ErrorCode::Gone);
    }
}

#[tokio::test]
async fn a_window_that_goes_is_asked_to_save_first() {
    let rig = Rig::new().await;
    let mut events = Box::pin(rig.app.events());
    let window = async {
        assert_eq!(events.next().await, Some(Event::Leave));
        rig.call("settled", json!({"unsaved": []})).await.unwrap();
    };
    tokio::join!(rig.app.hide(), window);
    assert_eq!(rig.opened(), ["hidden"]);
}

#[tokio::test]
async fn what_a_window_could_not_save_is_kept_for_the_next_one_and_the_app_does_not_end_over_it_unasked() {
    let rig = Rig::new().await;
    let mut events = Box::pin(rig.app.events());
    // A text beyond everything that is kept stands for a disk that takes nothing.
    let who = json!({"address": ADDRESS, "user_name": "elsa", "password": "correct horse"});
    let account = rig.call("sign_in", who).await.unwrap()["id"].clone();
    let text = "x".repeat(5 * 1024 * 1024);
    let words = json!({"account": account, "issue": null, "chat": null, "form": null, "draft": null, "title": "t",
        "language": "sv", "text": text});
    let mut goes = async |unsaved: Value| {
        while events.next().await != Some(Event::Leave) {}
        rig.call("settled", json!({ "unsaved": unsaved })).await.unwrap();
    };
    tokio::join!(rig.app.quit(), goes(json!([words])));
    assert_eq!(rig.opened(), ["shown"], "the window stays, and its words are its own");
    assert_eq!(rig.call("take_unsaved", json!({})).await.unwrap(), json!({"words": [], "quits": true}));

    tokio::join!(rig.app.hide(), goes(json!([words])));
    tokio::join!(rig.app.tray_press("quit"), goes(json!([])));
    assert_eq!(rig.opened(), ["shown", "hidden", "shown"], "a window is made to ask in");
    let taken = json!({"words": [words], "quits": true});
    assert_eq!(rig.call("take_unsaved", json!({})).await.unwrap(), taken);
    assert_eq!(rig.call("take_unsaved", json!({})).await.unwrap(), json!({"words": [], "quits": false}));
    rig.call("quit", json!({})).await.unwrap();
    assert_eq!(rig.opened().last().unwrap(), "quit");
    rig.app.stop().await;
}

#[tokio::test]
async fn the_first_guess_of_the_language_is_the_interfaces() {
    let rig = Rig::new().await;
    let who = json!({"address": ADDRESS, "user_name": "elsa", "password": "correct horse"});
    let account = rig.call("sign_in", who).await.unwrap();
    assert_eq!(account["languages"][0], json!({"tag": "sv", "name": "Svenska"}));
    let draft = rig.call("new_draft", json!({"account": account["id"], "issue": null})).await.unwrap();
    assert_eq!(draft["language"], "sv");
    rig.app.stop().await;
}

#[tokio::test]
async fn what_is_written_is_told_by_its_language_and_only_what_is_sure_keeps_from_the_chat() {
    let rig = Rig::new().await;
    let who = json!({"address": ADDRESS, "user_name": "elsa", "password": "correct horse"});
    let account = rig.call("sign_in", who).await.unwrap()["id"].clone();
    let written = |title: &str, text: &str| json!({"account": account, "title": title, "text": text});
    let swedish = written("English - kan inte logga in", "Lösenordet är rätt men sidan laddas om.");
    assert_eq!(
        rig.call("detect", swedish).await.unwrap(),
        json!({"language": "sv", "name": "Svenska", "sure": true, "chat": false})
    );
    let english = written("", "I cannot log in since this morning.");
    assert_eq!(
        rig.call("detect", english).await.unwrap(),
        json!({"language": "en", "name": "English", "sure": true, "chat": true})
    );
    for nothing in ["", "404", "Outlook", "VPN 20931"] {
        assert_eq!(
            rig.call("detect", written(nothing, "")).await.unwrap(),
            json!({"language": null, "name": null, "sure": false, "chat": true}),
            "{nothing:?}"
        );
    }
}

#[tokio::test]
async fn a_search_marks_what_it_found_and_takes_whatever_is_typed() {
    let rig = Rig::new().await;
    let who = json!({"address": ADDRESS, "user_name": "elsa", "password": "correct horse"});
    let account = rig.call("sign_in", who).await.unwrap()["id"].clone();
    let draft =
        rig.call("new_draft", json!({"account": account, "issue": null})).await.unwrap()["id"].clone();
    let words = json!({"draft": draft, "title": "ordern", "language": "sv", "text": "Sidan blir vit, <b>alltid</b>."});
    rig.call("save_draft", words).await.unwrap();
    let found = rig.call("search", json!({"account": account, "words": "vit alltid"})).await.unwrap();
    assert_eq!(found["more"], false);
    let hit = &found["hits"][0];
    assert_eq!((&hit["kind"], &hit["id"], &hit["issue"]), (&json!("draft"), &draft, &json!(null)));
    assert_eq!(hit["title"], json!([{"text": "ordern", "found": false}]));
    let marked: Vec<&Value> = hit["piece"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|part| part["found"] == true)
        .map(|part| &part["text"])
        .collect();
    assert_eq!(marked, [&json!("vit"), &json!("alltid")]);
    for odd in ["", " ", "\"", "NEAR(a b)", "a AND", "*", "title:vit", "-vit", "\u{0}", "' OR 1=1 --"] {
        rig.call("search", json!({"account": account, "words": odd})).await.unwrap();
    }
    rig.app.stop().await;
}

#[tokio::test]
async fn a_disk_that_is_fine_and_undamaged_files_are_no_news() {
    let rig = Rig::new().await;
    assert_eq!(rig.call("disk", json!({})).await.unwrap(), json!({"state": "fine"}));
    assert_eq!(rig.call("take_salvaged", json!({})).await.unwrap(), json!(null));
}

#[tokio::test]
async fn what_is_taken_back_before_it_left_is_a_draft_again() {
    let rig = Rig::new().await;
    let who = json!({"address": ADDRESS, "user_name": "elsa", "password": "correct horse"});
    let account = rig.call("sign_in", who).await.unwrap()["id"].clone();
    let mut operations = Vec::new();
    for number in 0..3 {
        let draft =
            rig.call("new_draft", json!({"account": account, "issue": null})).await.unwrap()["id"].clone();
        let words = json!({"draft": draft, "title": format!("ordern {number}"), "language": "sv", "text": "Sidan blir vit."});
        rig.call("save_draft", words).await.unwrap();
        let sent = rig.call("send_draft", json!({"draft": draft})).await.unwrap();
        operations.push(sent["operation"]["id"].clone());
    }
    for operation in operations {
        let taken = rig.call("take_back", json!({"operation": operation})).await;
        // Whichever was quicker: it is one of both, and never neither.
        match taken {
            Ok(taken) if taken["state"] == "draft" => assert!(taken["draft"]["id"].is_string()),
            Ok(taken) => assert_eq!((&taken["state"], &taken["draft"]), (&json!("arrived"), &json!(null))),
            Err(code) => assert_eq!(code, ErrorCode::Gone, "it arrived and was read back"),
        }
    }
    rig.app.stop().await;
}
