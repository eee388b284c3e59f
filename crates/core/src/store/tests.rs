mod answers;
mod arriving;
mod chat_damage;
mod damage;
mod room;

use std::{fs, path::Path, time::Duration};

use svara_model::{
    Account, AccountId, Address, Allows, ChangePage, Conversation, Cursor, Issue, Kind, OperationKey,
    RemoteId, Round, RoundKey, ShownId, Status,
};

use super::{standing::Begun, *};

fn settings() -> StoreSettings {
    StoreSettings { mode: StoreMode::Inline, ..StoreSettings::platform() }
}

fn account() -> AccountId {
    AccountId::new("a1")
}

fn issue(id: &str, round: Option<&str>, updated: i64) -> Issue {
    let since = moment(updated);
    Issue {
        id: RemoteId::new(id),
        number: id.into(),
        title: format!("English - {id}"),
        status: if round.is_some() { Status::AwaitingFeedback } else { Status::Open },
        language: None,
        opened: moment(0),
        closed: None,
        updated: since,
        round: round.map(|key| Round { key: RoundKey::new(key), since, asker: None, question: None }),
        last_entry: None,
        allows: Allows::default(),
    }
}

fn page(issues: Vec<Issue>, cursor: &str, more: bool) -> ChangePage {
    ChangePage { issues, gone: vec![], cursor: Cursor::new(cursor), more, restarted: false, poll_after: None }
}

async fn keep_with_account(folder: &Path) -> Keep {
    let keep = open_keep(folder, &settings()).unwrap();
    let account = Account {
        id: account(),
        kind: Kind::Svara,
        address: Address::parse("https://desk.example").unwrap(),
        user_name: "elsa".into(),
    };
    keep.put_account(&account, AccountState::In, moment(0)).await.unwrap();
    keep
}

fn draft(id: &str, issue: Option<&str>, text: &str) -> DraftRow {
    DraftRow {
        id: id.into(),
        account: account().to_string(),
        issue: issue.map(str::to_owned),
        about: None,
        title: "t".into(),
        language: "sv".into(),
        text: text.into(),
        saved: moment(0),
        kind: if issue.is_some() { DraftKind::Reply } else { DraftKind::Issue },
        chat: None,
        form: None,
    }
}

fn picture(id: &str) -> NewPicture {
    NewPicture {
        id: id.into(),
        upload_key: OperationKey::new(format!("key-{id}")),
        name: "bild.png".into(),
        media_type: "image/png".into(),
        width: 1,
        height: 1,
        bytes: vec![1, 2, 3],
        thumb: vec![1],
    }
}

#[tokio::test]
async fn a_page_stores_rows_rounds_and_cursor_together() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open_cache(folder.path(), &settings()).unwrap();
    let id = account();
    assert!(
        cache
            .store_page(&id, page(vec![issue("1", Some("r1"), 5), issue("2", None, 6)], "c1", true))
            .await
            .unwrap()
    );
    assert!(!cache.sync(&id).await.unwrap().complete, "there is more");
    assert!(
        !cache.store_page(&id, page(vec![issue("2", None, 6)], "c2", false)).await.unwrap(),
        "the same is no change"
    );
    let row = cache.sync(&id).await.unwrap();
    assert_eq!((row.cursor, row.complete), (Some(Cursor::new("c2")), true));
    assert_eq!(cache.in_round(&id).await.unwrap().len(), 1);
    cache.store_page(&id, page(vec![issue("1", Some("r2"), 7)], "c3", false)).await.unwrap();
    let open = cache.in_round(&id).await.unwrap();
    assert_eq!(open[0].round.as_ref().unwrap().key, RoundKey::new("r2"), "a new round ends the one before");
    cache.store_page(&id, page(vec![issue("1", None, 8)], "c4", false)).await.unwrap();
    assert!(cache.in_round(&id).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_older_conversation_does_not_undo_a_newer_page() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open_cache(folder.path(), &settings()).unwrap();
    let id = account();
    cache.store_page(&id, page(vec![issue("1", None, 9)], "c1", false)).await.unwrap();
    let talk = Conversation { issue: issue("1", Some("r1"), 5), entries: vec![] };
    cache.store_conversation(&id, talk).await.unwrap();
    let (stored, entries) = cache.issue(&id, &RemoteId::new("1")).await.unwrap().unwrap();
    assert_eq!((stored.status, entries), (Status::Open, Entries::Old));
    assert!(cache.in_round(&id).await.unwrap().is_empty());
}

#[tokio::test]
async fn lists_come_in_pages_without_gap_or_repetition() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open_cache(folder.path(), &settings()).unwrap();
    let id = account();
    // Many of the same moment: the id decides.
    let issues = (0..25).map(|n| issue(&format!("{n:02}"), None, i64::from(n / 10))).collect();
    cache.store_page(&id, page(issues, "c", false)).await.unwrap();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let rows = cache.list(&id, Status::Open, after.take(), 7).await.unwrap();
        let Some(last) = rows.last() else { break };
        after = Some(ListPlace { sorted: sorted_by(last), id: last.id.to_string() });
        seen.extend(rows.into_iter().map(|issue| issue.id.to_string()));
    }
    let mut unique = seen.clone();
    unique.sort();
    unique.dedup();
    assert_eq!((seen.len(), unique.len()), (25, 25));
    assert_eq!(&seen[..2], ["20", "21"]);
}

#[tokio::test]
async fn a_damaged_cache_is_moved_aside_and_the_rest_stays() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    keep.add_draft(draft("d1", None, "ord")).await.unwrap();
    fs::write(folder.path().join("cache.db"), vec![0x5a; 8192]).unwrap();
    let cache = open_cache(folder.path(), &settings()).unwrap();
    assert!(cache.sync(&account()).await.unwrap().cursor.is_none(), "to be fetched again");
    assert!(folder.path().join("cache.damaged-1.db").exists());
    assert_eq!(keep.drafts(&account()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn send_moves_a_draft_with_its_pictures_and_take_back_returns_it() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    keep.add_draft(draft("d1", Some("7"), "svar")).await.unwrap();
    assert!(keep.add_picture("d1", picture("p1")).await.unwrap());
    let sent = keep.send("d1", "o1".into(), OperationKey::new("k1"), moment(1), None).await.unwrap().unwrap();
    assert_eq!((sent.state, sent.text.as_str()), (OperationState::Queued, "svar"));
    assert!(keep.draft("d1").await.unwrap().is_none());
    assert_eq!(keep.pictures("o1").await.unwrap().len(), 1);
    assert!(
        keep.send("d1", "o2".into(), OperationKey::new("k2"), moment(1), None).await.unwrap().is_none(),
        "sent once"
    );
    // Meanwhile the member has begun another reply to the same issue: both are one draft then.
    keep.add_draft(draft("d2", Some("7"), "mer")).await.unwrap();
    let AskedBack::Draft(back) = keep.ask_back("o1", "d3".into(), moment(2)).await.unwrap() else {
        panic!("it had not left");
    };
    assert_eq!((back.id.as_str(), back.text.as_str()), ("d2", "svar\n\nmer"));
    assert_eq!(keep.pictures("d2").await.unwrap().len(), 1);
    assert!(keep.operation("o1").await.unwrap().is_none());
}

#[tokio::test]
async fn a_draft_in_which_nothing_is_does_not_count_unless_it_has_a_picture() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    let blank = DraftRow { title: String::new(), ..draft("d1", None, "  ") };
    keep.add_draft(blank).await.unwrap();
    assert_eq!(keep.unsent_counts(&account()).await.unwrap(), [0; 3]);
    assert_eq!(keep.blank_draft(&account()).await.unwrap().unwrap().id, "d1");
    keep.add_picture("d1", picture("p1")).await.unwrap();
    assert_eq!(keep.unsent_counts(&account()).await.unwrap(), [1, 0, 0]);
    assert!(keep.blank_draft(&account()).await.unwrap().is_none());
}

fn shown(tag: &str, name: &str, rounds: &[&str]) -> Shown {
    Shown {
        tag: tag.into(),
        account: account().to_string(),
        round: None,
        issue: None,
        chat: None,
        shown: ShownId(name.into()),
        says: "s".into(),
        rounds: rounds.iter().copied().map(RoundKey::new).collect(),
    }
}

fn stamp(at: i64) -> Stamp {
    Stamp { at: moment(at), ran: 0 }
}

fn told(shown: Shown, occasion: Occasion) -> Told {
    let mark = |round: &RoundKey| Mark { round: round.clone(), occasion };
    let marks = shown.rounds.iter().map(mark).collect();
    Told { marks, shown, order: None, summary: false, at: stamp(60), words: None }
}

#[tokio::test]
async fn marks_are_kept_by_round_and_occasion() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    let (id, round) = (account(), RoundKey::new("r1"));
    let later = |due| {
        Some(Later { round: RoundKey::new("r1"), n: 0, due: moment(due), length: Duration::from_secs(9) })
    };
    assert_eq!(keep.told(&id, vec![round.clone()]).await.unwrap(), [false]);
    keep.gone(&shown("t", "1", &["r1"]), later(50)).await.unwrap();
    let kept = keep.laters(&id).await.unwrap().remove(0);
    assert_eq!((kept.n, kept.due, kept.length), (1, moment(50), Duration::from_secs(9)));
    for _ in 0..2 {
        keep.told_with(told(shown("t", "1", &["r1"]), Occasion::Later(1))).await.unwrap();
    }
    assert!(keep.laters(&id).await.unwrap().is_empty());
    assert_eq!(keep.told(&id, vec![round.clone()]).await.unwrap(), [true]);
    keep.gone(&shown("t", "1", &["r1"]), later(70)).await.unwrap();
    assert_eq!(keep.laters(&id).await.unwrap()[0].n, 2, "the second Later is another occasion");
    // While it is being told, the member chooses another time.
    keep.put_later(&id, &later(90).unwrap()).await.unwrap();
    keep.told_with(told(shown("t", "1", &["r1"]), Occasion::Later(2))).await.unwrap();
    let kept = keep.laters(&id).await.unwrap().remove(0);
    assert_eq!((kept.n, kept.due), (3, moment(90)), "what was told was the one before");
}

#[tokio::test]
async fn a_showing_without_an_end_is_known_of_and_one_that_failed_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    let begin = async || keep.begin_showing(shown("t", "", &["r1"]), moment(1)).await.unwrap();
    assert_eq!(begin().await, Begun::default());
    let unnamed = Some(ShownId::of_tag("t"));
    assert_eq!(begin().await, Begun { previous: unnamed.clone(), unsure: true });
    assert_eq!(keep.standing(&account(), About::Issues).await.unwrap()["t"].rounds, [RoundKey::new("r1")]);
    keep.not_shown("t").await.unwrap();
    assert!(keep.standing(&account(), About::Issues).await.unwrap().is_empty());
    keep.told_with(told(shown("t", "7", &["r1"]), Occasion::First)).await.unwrap();
    assert_eq!(begin().await, Begun { previous: Some(ShownId("7".into())), unsure: false });
    keep.not_shown("t").await.unwrap();
    assert_eq!(
        keep.standing(&account(), About::Issues).await.unwrap()["t"].shown,
        ShownId("7".into()),
        "the one before stands"
    );
}

#[tokio::test]
async fn a_round_is_named_by_the_newest_notice_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    keep.told_with(told(shown("one", "1", &["r1"]), Occasion::First)).await.unwrap();
    keep.told_with(told(shown("many", "2", &["r1", "r2"]), Occasion::Later(1))).await.unwrap();
    let standing = keep.standing(&account(), About::Issues).await.unwrap();
    assert!(standing["one"].rounds.is_empty());
    assert_eq!(standing["many"].rounds.len(), 2);
    keep.gone(&shown("many", "1", &[]), None).await.unwrap();
    assert!(keep.shown_as(&ShownId("2".into())).await.unwrap().is_some(), "what took its place stays");
}

#[tokio::test]
async fn notices_to_take_away_outlive_their_account() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    keep.told_with(told(shown("t", "7", &["r1"]), Occasion::First)).await.unwrap();
    keep.abandon_shown(&account()).await.unwrap();
    keep.erase_account(&account()).await.unwrap();
    let stray = ShownId("7".into());
    assert_eq!(keep.strays().await.unwrap(), std::slice::from_ref(&stray));
    keep.forget_stray(&stray).await.unwrap();
    assert!(keep.strays().await.unwrap().is_empty());
}

#[tokio::test]
async fn erasing_an_account_leaves_none_of_its_words_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    keep.add_draft(draft("d1", None, "ett mycket hemligt ord")).await.unwrap();
    keep.erase_account(&account()).await.unwrap();
    drop(keep);
    for entry in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(7).any(|part| part == b"hemligt"));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_stores_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    keep.add_draft(draft("d1", None, "x")).await.unwrap();
    let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(Result::unwrap).collect();
    assert!(files.len() > 1, "the log is there, too");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
    }
}
