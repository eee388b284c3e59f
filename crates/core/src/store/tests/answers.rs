//! What a reply is to its round.

use super::*;

async fn answered(keep: &Keep) -> usize {
    keep.answered(&account()).await.unwrap().len()
}

#[tokio::test]
async fn a_round_is_answered_while_its_answer_is_neither_stuck_nor_wanted_back() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    keep.add_draft(draft("d1", Some("7"), "svar")).await.unwrap();
    let answers = Some(Answers { round: RoundKey::new("r1"), until: None });
    keep.send("d1", "o1".into(), OperationKey::new("k1"), moment(1), answers).await.unwrap().unwrap();
    assert_eq!(keep.answered(&account()).await.unwrap(), [RoundKey::new("r1")].into());
    let end = TryEnd {
        state: OperationState::Stuck,
        waits: Waits::Due,
        due: moment(2),
        problem: "refused".into(),
        unknown: false,
        free: false,
        wanted: false,
        never_left: false,
    };
    keep.end_try("o1", end).await.unwrap();
    assert_eq!(answered(&keep).await, 0);
    // One that is behind it does not go either.
    keep.add_draft(draft("d2", Some("7"), "svar igen")).await.unwrap();
    let next = Some(Answers { round: RoundKey::new("r2"), until: None });
    keep.send("d2", "o2".into(), OperationKey::new("k2"), moment(2), next).await.unwrap().unwrap();
    assert_eq!(answered(&keep).await, 0);
    keep.requeue("o1").await.unwrap();
    assert_eq!(answered(&keep).await, 2);
    keep.ask_back("o2", "d2".into(), moment(3)).await.unwrap();
    assert_eq!(answered(&keep).await, 1);
    // It is being sent: wanted back, and not a draft yet.
    keep.begin_sending("o1").await.unwrap();
    assert!(matches!(keep.ask_back("o1", "d1".into(), moment(3)).await, Ok(AskedBack::Noted(_))));
    assert_eq!(answered(&keep).await, 0);
    keep.make_draft("o1", "d1".into(), moment(4)).await.unwrap();
    assert_eq!(answered(&keep).await, 0);
}

#[tokio::test]
async fn what_asks_for_time_is_one_with_its_reply() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    let (round, day) = (RoundKey::new("r1"), jiff::civil::date(2026, 11, 30));
    keep.add_draft(draft("d1", Some("7"), "svar")).await.unwrap();
    keep.ask_until("d1", day).await.unwrap();
    let answers = Answers { round: round.clone(), until: keep.asks_until("d1").await.unwrap() };
    assert_eq!(answers.until, Some(day));
    keep.send("d1", "o1".into(), OperationKey::new("k1"), moment(1), Some(answers)).await.unwrap().unwrap();
    assert!(keep.has_asked_time(&account(), &round).await.unwrap());
    keep.ask_back("o1", "d1".into(), moment(2)).await.unwrap();
    assert!(!keep.has_asked_time(&account(), &round).await.unwrap());
    assert_eq!(keep.asks_until("d1").await.unwrap(), Some(day));
    let emptied = [String::new(), "sv".into(), " ".into()];
    keep.save_draft("d1", emptied, "d2".into(), moment(3)).await.unwrap();
    assert_eq!(keep.asks_until("d1").await.unwrap(), None);
}
