use std::fs;

use proptest::prelude::*;
use svara_model::{
    Allows, Author, ChangePage, Conversation, Cursor, Entry, EntryBrief, EntryId, Issue, Side,
};

use super::*;
use crate::{
    search::words::words as words_of,
    store::{StoreMode, StoreSettings, cache::Counts, index::FILL, open_cache, schema::Which},
};

fn settings() -> StoreSettings {
    StoreSettings { mode: StoreMode::Inline, ..StoreSettings::platform() }
}

fn account() -> AccountId {
    AccountId::new("a1")
}

fn agent() -> Author {
    Author { name: "Maja".into(), side: Side::Agent }
}

fn issue(id: &str, title: &str, said: Option<&str>) -> Issue {
    Issue {
        id: RemoteId::new(id),
        number: format!("10{id}"),
        title: title.into(),
        status: Status::Open,
        language: None,
        opened: moment(0),
        closed: None,
        updated: moment(5),
        round: None,
        last_entry: said.map(|text| EntryBrief { author: agent(), at: moment(5), text: text.into() }),
        allows: Allows::default(),
    }
}

fn page(issues: Vec<Issue>) -> ChangePage {
    ChangePage {
        issues,
        gone: vec![],
        cursor: Cursor::new("c"),
        more: false,
        restarted: false,
        poll_after: None,
    }
}

fn entry(id: &str, text: &str) -> Entry {
    let (id, attachments) = (EntryId::new(id), vec![]);
    Entry { id, author: agent(), at: moment(5), text: text.into(), asks: false, attachments }
}

async fn found_by(cache: &Cache, account: &AccountId, text: &str) -> Vec<String> {
    let Some(query) = Query::read(text) else { return vec![] };
    let (found, _) = cache.search(account, query, 50).await.unwrap();
    found.into_iter().map(|issue| issue.id.to_string()).collect()
}

#[tokio::test]
async fn titles_come_before_texts_what_is_as_written_first_and_the_newest_change_before_older_ones() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open_cache(folder.path(), &settings()).unwrap();
    let stored = vec![
        issue("1", "Om beställning", None),
        issue("2", "Fråga", Some("Er beställning är på väg")),
        issue("3", "Bestallning 7", None),
        issue("4", "Beställningen", None),
        issue("5", "En beställning till", None),
        issue("6", "Annat", Some("ingenting")),
    ];
    cache.store_page(&account(), page(stored)).await.unwrap();
    assert_eq!(found_by(&cache, &account(), "beställning").await, ["5", "1", "4", "3", "2"]);
    assert_eq!(found_by(&cache, &account(), "bestallning").await, ["3", "5", "4", "1", "2"]);
    assert_eq!(found_by(&cache, &account(), "best").await, ["5", "4", "3", "1", "2"]);
    assert_eq!(found_by(&cache, &account(), "beställning er").await, ["2"]);
    assert_eq!(found_by(&cache, &account(), "102").await, ["2"], "by its number");
    assert_eq!(found_by(&cache, &account(), "maja").await, ["6", "2"], "by who wrote");
    let mut changed = issue("1", "Om beställning", Some("ny"));
    changed.updated = moment(9);
    cache.store_page(&account(), page(vec![changed])).await.unwrap();
    assert_eq!(found_by(&cache, &account(), "beställning").await, ["1", "5", "4", "3", "2"]);
}

#[tokio::test]
async fn entries_are_found_once_they_are_stored_and_a_piece_of_the_right_one_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open_cache(folder.path(), &settings()).unwrap();
    let whole = issue("1", "Fråga", Some("tack"));
    cache.store_page(&account(), page(vec![whole.clone(), issue("2", "Annan", None)])).await.unwrap();
    assert!(found_by(&cache, &account(), "skrivaren").await.is_empty());
    let entries = vec![entry("e1", "Skrivaren på plan 2"), entry("e2", "Vilken?"), entry("e3", "tack")];
    cache.store_conversation(&account(), Conversation { issue: whole, entries }).await.unwrap();
    let (found, _) = cache.search(&account(), Query::read("skrivaren").unwrap(), 5).await.unwrap();
    assert_eq!(found[0].piece, [("Skrivaren".to_owned(), true), (" på plan 2".to_owned(), false)]);
    assert!(
        found_by(&cache, &account(), "\"2 maja\"").await.is_empty(),
        "entries do not run into each other"
    );
    assert_eq!(found_by(&cache, &account(), "fråga").await, ["1"]);
    assert_eq!(
        found_by(&cache, &account(), "annan").await,
        ["2"],
        "reading an issue does not disturb others"
    );
}

#[tokio::test]
async fn accounts_find_their_own_issues_only_and_one_that_is_erased_leaves_no_word_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open_cache(folder.path(), &settings()).unwrap();
    let other = AccountId::new("a2");
    cache.store_page(&account(), page(vec![issue("1", "Hemligtord ett", None)])).await.unwrap();
    cache.store_page(&other, page(vec![issue("1", "Kvarvarande ett", None)])).await.unwrap();
    assert!(found_by(&cache, &other, "hemligtord").await.is_empty());
    cache.erase(&account()).await.unwrap();
    assert!(found_by(&cache, &account(), "ett").await.is_empty());
    assert_eq!(found_by(&cache, &other, "ett").await, ["1"]);
    let holds = |word: &[u8]| {
        fs::read_dir(folder.path()).unwrap().any(|file| {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            bytes.to_ascii_lowercase().windows(word.len()).any(|part| part == word)
        })
    };
    // The index shortens words by what they begin with like the one before.
    assert!(!holds(b"mligtord") && !holds(b"igtord"));
    assert!(holds(b"kvarvarande"));
    cache.erase(&other).await.unwrap();
    assert!(!holds(b"varvarande") && !holds(b"rande"));
}

#[tokio::test]
async fn what_an_older_version_fetched_is_put_into_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open_cache(folder.path(), &settings()).unwrap();
    let many = (0..FILL + 3).map(|n| issue(&n.to_string(), &format!("ord{n} gemensamt"), None)).collect();
    cache.store_page(&account(), page(many)).await.unwrap();
    let forget =
        "INSERT INTO unindexed SELECT place FROM issue; INSERT INTO words (words) VALUES ('delete-all')";
    cache.0.call(move |db| Ok(db.execute_batch(forget)?)).await.unwrap();
    assert!(found_by(&cache, &account(), "ord7").await.is_empty());
    let mut rounds = 0;
    while cache.fill_index().await.unwrap() {
        rounds += 1;
    }
    assert_eq!(rounds, 2);
    assert_eq!(found_by(&cache, &account(), "\"ord7\"").await, ["7"]);
    assert_eq!(found_by(&cache, &account(), "gemensamt").await.len(), 50);
}

#[tokio::test]
async fn issues_that_lay_by_their_ids_are_put_in_the_order_of_their_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mut db = Connection::open(folder.path().join("cache.db")).unwrap();
    Which::Cache.migrations_up_to(3).to_latest(&mut db).unwrap();
    db.execute_batch("INSERT INTO shelf (account, number) VALUES ('a1', 3)").unwrap();
    // Those without a place are from before the search; their account may have no shelf.
    let places = [
        ("a1", "c", None),
        ("a1", "a", Some(3 * SHELF + 9)),
        ("a1", "b", Some(3 * SHELF + 2)),
        ("a0", "d", None),
    ];
    for (account, id, place) in places {
        let body = serde_json::to_string(&issue(id, "gemensamt", None)).unwrap();
        db.execute(
            "INSERT INTO issue (account, id, number, title, status, sorted, opened, updated, body, place)
             VALUES (?1, ?2, ?2, 'gemensamt', 'open', 1, 1, 1, ?3, ?4)",
            params![account, id, body, place],
        )
        .unwrap();
    }
    drop(db);
    let cache = open_cache(folder.path(), &settings()).unwrap();
    while cache.fill_index().await.unwrap() {}
    assert_eq!(found_by(&cache, &account(), "ge").await, ["a", "b", "c"]);
    assert_eq!(found_by(&cache, &AccountId::new("a0"), "gemens").await, ["d"]);
    let counts = cache.counts(&account()).await.unwrap();
    assert_eq!(counts, Counts { open: 3, ..Counts::default() });
    cache.store_page(&account(), page(vec![issue("e", "gemensamt", None)])).await.unwrap();
    assert_eq!(found_by(&cache, &account(), "ge").await, ["e", "a", "b", "c"]);
}

#[tokio::test]
async fn an_issue_that_comes_twice_in_a_page_is_found_by_its_last_state_only() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open_cache(folder.path(), &settings()).unwrap();
    let then = |id: &str, title: &str, at: i64| Issue { updated: moment(at), ..issue(id, title, None) };
    cache.store_page(&account(), page(vec![then("1", "alpha", 1), then("2", "gamma", 1)])).await.unwrap();
    let twice = [then("2", "delta", 2), then("3", "epsilon", 2), then("1", "beta", 2)];
    let again = [then("3", "zeta", 3), then("2", "eta", 3), then("3", "theta", 4)];
    cache.store_page(&account(), page(twice.into_iter().chain(again).collect())).await.unwrap();
    for gone in ["alpha", "gamma", "delta", "epsilon", "zeta"] {
        assert!(found_by(&cache, &account(), gone).await.is_empty(), "{gone}");
    }
    for (id, there) in [("1", "beta"), ("2", "eta"), ("3", "theta")] {
        assert_eq!(found_by(&cache, &account(), there).await, [id]);
    }
    let rows: i64 = cache
        .0
        .call(|db| Ok(db.query_row("SELECT count(*) FROM words_docsize", [], |row| row.get(0))?))
        .await
        .unwrap();
    assert_eq!(rows, 3);
}

/// The index has as many parts as were gathered, not one an issue.
#[tokio::test]
async fn a_page_is_one_part_of_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open_cache(folder.path(), &settings()).unwrap();
    let all = |title: &str, at: i64| -> Vec<Issue> {
        let then =
            |n: i64| Issue { updated: moment(at), ..issue(&n.to_string(), &format!("{title}{n}"), None) };
        (0..300).map(then).collect()
    };
    for (title, at) in [("eins", 1), ("zwei", 2)] {
        let before = parts_written(&cache).await;
        cache.store_page(&account(), page(all(title, at))).await.unwrap();
        assert!(parts_written(&cache).await - before <= 2, "{title}");
    }
}

/// How many parts the index has written so far: each row says of which part it is.
async fn parts_written(cache: &Cache) -> i64 {
    let sql = "SELECT coalesce(max(origin), 0) FROM words_docsize";
    cache.0.call(move |db| Ok(db.query_row(sql, [], |row| row.get(0))?)).await.unwrap()
}

/// What the index must answer, without an index.
fn expected(stored: &[Issue], query: &Query) -> Vec<String> {
    let mut found: Vec<(Nearness, usize, String)> = Vec::new();
    for (at, issue) in stored.iter().enumerate() {
        let said = issue.last_entry.as_ref().map(|last| last.text.clone()).unwrap_or_default();
        if let Some(nearness) = query.nearness(&issue.title, &said) {
            found.push((nearness, stored.len() - at, issue.id.to_string()));
        }
    }
    found.sort();
    found.into_iter().map(|(.., id)| id).collect()
}

fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "beställning",
        "bestallning",
        "best",
        "hår",
        "har",
        "här",
        "straße",
        "strasse",
        "東京都",
        "京都",
        "東",
        "ett",
    ]);
    prop::collection::vec(word, 0..5).prop_map(|words| words.join(" "))
}

fn query() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "beställning",
        "best",
        "be",
        "hår",
        "har",
        "STRASSE",
        "東京",
        "都",
        "\"東京",
        "ett",
        "\"ett har\"",
        "e",
    ]);
    prop::collection::vec(part, 1..3).prop_map(|parts| parts.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_index_answers_what_reading_everything_would(texts in prop::collection::vec((text(), text()), 1..12), query in query()) {
        let stored: Vec<Issue> =
            texts.iter().enumerate().map(|(n, (title, said))| issue(&n.to_string(), title, Some(said))).collect();
        let folder = tempfile::tempdir()?;
        let cache = open_cache(folder.path(), &settings()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let found = runtime.block_on(async {
            cache.store_page(&account(), page(stored.clone())).await.unwrap();
            found_by(&cache, &account(), &query).await
        });
        let wanted = Query::read(&query).map(|query| expected(&stored, &query)).unwrap_or_default();
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn any_text_can_be_looked_for_and_stored(asked in "\\PC{0,40}|[\"*:(){}^+\\- a-zåäöが都NEARORD\u{0}]{0,40}", title in "\\PC{0,40}") {
        let folder = tempfile::tempdir()?;
        let cache = open_cache(folder.path(), &settings()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        runtime.block_on(async {
            cache.store_page(&account(), page(vec![issue("1", &title, Some(&asked))])).await.unwrap();
            found_by(&cache, &account(), &asked).await;
            // Whatever has a word finds itself.
            if words_of(&title).next().is_some() && title.chars().count() < 40 && words_of(&title).count() <= 12 {
                assert_eq!(found_by(&cache, &account(), &title.replace('"', " ")).await, ["1"], "{title:?}");
            }
        });
    }
}
