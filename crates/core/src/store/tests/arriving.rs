//! What arrives late, twice, out of order or not at all.

use svara_model::{CensusPage, CensusPlace, Conversation};

use super::*;
use crate::store::Counted;

struct House {
    cache: Cache,
    id: AccountId,
    _folder: tempfile::TempDir,
}

impl House {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { cache: open_cache(folder.path(), &settings()).unwrap(), id: account(), _folder: folder }
    }

    async fn page(&self, issues: Vec<Issue>, cursor: &str) -> bool {
        self.cache.store_page(&self.id, page(issues, cursor, false)).await.unwrap()
    }

    async fn anew(&self, issues: Vec<Issue>, cursor: &str, more: bool) {
        let page = ChangePage { restarted: true, ..page(issues, cursor, more) };
        self.cache.store_page(&self.id, page).await.unwrap();
    }

    async fn talk(&self, issue: Issue) {
        self.cache.store_conversation(&self.id, Conversation { issue, entries: vec![] }).await.unwrap();
    }

    async fn issue(&self, id: &str) -> (Issue, Entries) {
        self.cache.issue(&self.id, &RemoteId::new(id)).await.unwrap().unwrap()
    }

    async fn rounds(&self) -> Vec<String> {
        let issues = self.cache.in_round(&self.id).await.unwrap();
        let keys = self.cache.open_rounds(&self.id, None, 100).await.unwrap();
        assert_eq!(issues.len(), keys.len(), "issues in a round and open rounds are the same thing");
        issues.into_iter().map(|issue| issue.round.unwrap().key.to_string()).collect()
    }

    async fn vanished(&self) -> Vec<String> {
        let mut all = Vec::new();
        for status in [Status::Open, Status::AwaitingFeedback, Status::Closed] {
            all.extend(self.cache.list(&self.id, status, None, 200).await.unwrap());
        }
        let ids: Vec<RemoteId> = all.into_iter().map(|issue| issue.id).collect();
        let marks = self.cache.vanished(&self.id, ids.clone()).await.unwrap();
        ids.into_iter().zip(marks).filter(|(_, gone)| *gone).map(|(id, _)| id.to_string()).collect()
    }

    /// A whole census in one page; what it misses is marked when the desk, asked for it, does not have it either.
    async fn census_and_asking(&self, ids: &[&str]) -> usize {
        let Counted::Few(missed) = self.census(ids).await else { return 0 };
        for id in &missed {
            assert!(self.cache.vanish(&self.id, id).await.unwrap());
        }
        missed.len()
    }

    /// A whole census in one page.
    async fn census(&self, ids: &[&str]) -> Counted {
        self.cache.begin_census(&self.id).await.unwrap();
        self.names(ids, None).await
    }

    async fn names(&self, ids: &[&str], next: Option<&str>) -> Counted {
        let ids = ids.iter().map(|id| RemoteId::new(*id)).collect();
        let page = CensusPage { ids, next: next.map(CensusPlace::new) };
        self.cache.store_census(&self.id, page, moment(0)).await.unwrap().0
    }
}

#[tokio::test]
async fn a_page_that_comes_late_does_not_undo_a_conversation_that_was_newer() {
    let house = House::new();
    house.page(vec![issue("1", Some("r1"), 5)], "c1").await;
    house.talk(issue("1", None, 9)).await;
    assert!(!house.page(vec![issue("1", Some("r1"), 7)], "c2").await, "older than what is known");
    assert_eq!(house.issue("1").await.0.status, Status::Open);
    assert!(house.rounds().await.is_empty(), "a round that is over does not open again");
    assert_eq!(house.cache.progress(&house.id).await.unwrap().cursor, Some(Cursor::new("c2")));
}

#[tokio::test]
async fn of_two_states_of_one_moment_the_pages_is_taken_since_the_other_may_be_older() {
    let house = House::new();
    let mut other = issue("1", None, 5);
    other.title = "English - another state of the same moment".into();
    house.page(vec![issue("1", None, 5)], "c1").await;
    house.talk(other.clone()).await;
    assert_eq!(house.issue("1").await.0, issue("1", None, 5), "a conversation must be newer");
    assert!(house.page(vec![other.clone()], "c2").await);
    assert_eq!(house.issue("1").await, (other, Entries::Old), "and its entries are not trusted");
}

#[tokio::test]
async fn an_older_conversation_does_not_undo_a_newer_one() {
    let house = House::new();
    house.talk(issue("1", None, 9)).await;
    house.talk(issue("1", Some("r1"), 5)).await;
    assert_eq!(house.issue("1").await, (issue("1", None, 9), Entries::Current));
}

#[tokio::test]
async fn a_desk_that_was_put_back_is_believed_when_it_tells_everything_anew() {
    let house = House::new();
    house.page(vec![issue("1", None, 9), issue("2", None, 9)], "c1").await;
    house.talk(issue("1", None, 9)).await;
    house.anew(vec![issue("1", Some("r1"), 5)], "n1", true).await;
    assert_eq!(house.issue("1").await, (issue("1", Some("r1"), 5), Entries::Old));
    let progress = house.cache.progress(&house.id).await.unwrap();
    assert!(progress.complete && progress.is_long(), "the pass is not over");
    house.page(vec![issue("2", Some("r2"), 5)], "n2").await;
    assert_eq!(house.issue("2").await.0.round.unwrap().key, RoundKey::new("r2"), "its later pages, too");
    assert!(!house.cache.progress(&house.id).await.unwrap().is_long());
    assert!(house.cache.census(&house.id).await.unwrap().wanted, "what it lost is to be found");
    assert!(!house.page(vec![issue("1", None, 4)], "n3").await, "from then on the newer state counts");
}

#[tokio::test]
async fn what_a_page_says_is_gone_can_still_be_read_and_its_round_is_over() {
    let house = House::new();
    house.page(vec![issue("1", Some("r1"), 5), issue("2", Some("r2"), 5)], "c1").await;
    let gone = ChangePage { gone: vec![RemoteId::new("1")], ..page(vec![], "c2", false) };
    assert!(house.cache.store_page(&house.id, gone.clone()).await.unwrap());
    assert!(!house.cache.store_page(&house.id, gone).await.unwrap(), "once");
    assert_eq!(house.vanished().await, ["1"]);
    assert_eq!(house.rounds().await, ["r2"]);
    let (read, _) = house.issue("1").await;
    assert_eq!((read.status, read.round, read.allows), (Status::Open, None, Allows::default()));
    assert_eq!(house.cache.counts(&house.id).await.unwrap().awaiting, 1);
    assert!(house.page(vec![issue("1", Some("r1"), 5)], "c3").await, "the desk serves it again");
    assert_eq!((house.vanished().await.len(), house.rounds().await.len()), (0, 2));
}

#[tokio::test]
async fn a_census_finds_what_it_misses_and_brings_back_what_it_meets() {
    let house = House::new();
    house.page(vec![issue("1", Some("r1"), 5), issue("2", None, 6)], "c1").await;
    assert_eq!(house.census_and_asking(&["2", "unknown here"]).await, 1);
    assert_eq!((house.vanished().await, house.rounds().await.len()), (vec!["1".to_owned()], 0));
    assert_eq!(house.census(&["2"]).await, Counted::Over(0), "once");
    assert_eq!(house.census(&["1", "2"]).await, Counted::Over(0));
    assert_eq!((house.vanished().await.len(), house.rounds().await), (0, vec!["r1".to_owned()]));
    assert_eq!(house.issue("1").await.0, issue("1", Some("r1"), 5), "as it was");
}

#[tokio::test]
async fn what_the_desk_serves_while_a_census_is_under_way_is_never_missed() {
    let house = House::new();
    house.page((0..8).map(|n| issue(&n.to_string(), None, 5)).collect(), "c1").await;
    house.cache.begin_census(&house.id).await.unwrap();
    assert_eq!(house.names(&["0", "1", "2"], Some("p1")).await, Counted::More);
    house.page(vec![issue("new", None, 6), issue("7", None, 7)], "c2").await;
    house.talk(issue("opened", None, 8)).await;
    let row = house.cache.census(&house.id).await.unwrap();
    assert_eq!((row.running, row.place), (true, Some(CensusPlace::new("p1"))), "a restart goes on there");
    assert_eq!(house.names(&["3", "4", "5", "6"], None).await, Counted::Over(0));
    assert!(house.vanished().await.is_empty());
}

#[tokio::test]
async fn a_census_that_misses_many_is_believed_only_when_another_one_agrees() {
    let house = House::new();
    house.page((0..10).map(|n| issue(&n.to_string(), None, 5)).collect(), "c1").await;
    assert_eq!(house.census(&["0", "1"]).await, Counted::Doubted(0));
    assert!(house.cache.census(&house.id).await.unwrap().doubted);
    assert!(house.vanished().await.is_empty(), "none is marked");
    assert_eq!(house.census(&["0", "2", "3"]).await, Counted::Doubted(6), "6 of them agree, 1 is new");
    assert_eq!(house.vanished().await, ["4", "5", "6", "7", "8", "9"]);
    assert_eq!(house.census(&["0", "1", "2", "3"]).await, Counted::Over(0));
    assert!(!house.cache.census(&house.id).await.unwrap().doubted);
}

#[tokio::test]
async fn a_census_that_finds_all_again_forgets_the_doubt() {
    let house = House::new();
    let all = ["0", "1", "2", "3", "4", "5", "6"];
    house.page(all.iter().map(|id| issue(id, None, 5)).collect(), "c1").await;
    assert_eq!(house.census(&[]).await, Counted::Doubted(0));
    assert_eq!(house.census(&all).await, Counted::Over(0));
    assert_eq!(house.census(&[]).await, Counted::Doubted(0), "the doubt begins anew");
    assert!(house.vanished().await.is_empty());
}

#[tokio::test]
async fn an_account_that_is_erased_leaves_no_row() {
    let house = House::new();
    house.page(vec![issue("1", Some("r1"), 5)], "c1").await;
    house.cache.begin_census(&house.id).await.unwrap();
    house.names(&["1"], Some("p")).await;
    house.cache.erase(&house.id).await.unwrap();
    assert_eq!(house.cache.progress(&house.id).await.unwrap(), Default::default());
    assert_eq!(house.cache.census(&house.id).await.unwrap(), Default::default());
    assert!(house.rounds().await.is_empty() && house.vanished().await.is_empty());
}
