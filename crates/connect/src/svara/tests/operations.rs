//! What the member sent: how it goes out, how it is found again, and how it is taken back.

use super::*;

#[tokio::test]
async fn a_conflict_passes_only_while_the_operation_is_under_way() {
    for (code, retry) in [
        ("in_flight", Retry::After(Duration::from_secs(7))),
        ("conflict", Retry::Never),
        ("other", Retry::Never),
    ] {
        let script = canned(vec![refusal(409, code)]);
        let operation = an_operation();
        let failure =
            connector(&script, Arc::new(NoClock)).apply(&operation, &operation.key).await.unwrap_err();
        assert_eq!((failure.kind, failure.retry), (FailureKind::Conflict, retry), "{code}");
    }
}

#[tokio::test]
async fn an_operation_goes_out_with_its_key() {
    let script = canned(vec![json_answer(201, &json!({"issue": {"id": "7"}, "entry": {"id": "e1"}}))]);
    let operation = an_operation();
    let applied = connector(&script, Arc::new(NoClock)).apply(&operation, &operation.key).await.unwrap();
    assert_eq!(applied.issue(), Some(&RemoteId::new("7")));
    let sent = script.sent.lock().unwrap();
    assert_eq!(sent[0].headers["idempotency-key"], "op-1");
    assert_eq!(sent[0].uri, "https://desk.example/help/api/issues/7/entries");
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    assert_eq!(body, json!({"text": "It works now", "uploads": ["u1"]}));
}

#[tokio::test]
async fn only_the_desks_own_word_says_that_an_operation_never_arrived() {
    let operation = an_operation();
    let script = canned(vec![
        refusal(404, "not_found"),
        answer(404, "text/plain", body([Ok("404 page not found")])),
        json_answer(200, &json!({"issue": null, "entry": null, "upload": {"id": "u1"}})),
    ]);
    let connector = connector(&script, Arc::new(NoClock));
    assert_eq!(connector.find_applied(&operation, &operation.key, &[]).await, Ok(Finding::NotDone));
    for _ in 0..2 {
        let failure = connector.find_applied(&operation, &operation.key, &[]).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::Garbled);
    }
}

#[tokio::test]
async fn a_key_that_the_desk_may_have_forgotten_is_looked_for_by_its_text() {
    let entry = |id: &str, at: &str, text: &str| {
        json!({"id": id, "author": {"name": "Kaisa", "side": "member"}, "at": at, "text": text, "asks": false,
            "attachments": []})
    };
    let talk = |entries: Vec<Value>| {
        let issue = json!({"id": "7", "number": "7", "title": "t", "status": "open", "language": null,
            "opened": "2020-08-01T07:12:00Z", "closed": null, "updated": "2020-08-03T07:13:00Z", "round": null,
            "last_entry": null, "allows": {"reply": true, "attach": true, "close": false, "reopen": false}});
        json_answer(200, &json!({"issue": issue, "entries": entries}))
    };
    let before = entry("e1", "2020-08-01T07:12:00Z", "It works now");
    let after = entry("e2", "2020-08-03T07:12:30Z", "It works now\r\n");
    let found = Applied::entry(RemoteId::new("7"), EntryId::new("e2"));
    for (days, there, finding) in [
        (-31, vec![before.clone(), after.clone()], Finding::Done(found.clone())),
        (-31, vec![before.clone()], Finding::NotDone),
        // A clock that was set back says nothing of how old the key is.
        (365, vec![before, after], Finding::Done(found)),
    ] {
        let withdrawn = json_answer(200, &json!({"withdrawn": true, "done": null}));
        let script = canned(vec![refusal(404, "not_found"), talk(there), withdrawn]);
        let operation = an_operation_that_left(days);
        let connector = connector(&script, Arc::new(NoClock));
        assert_eq!(connector.find_applied(&operation, &operation.key, &[]).await, Ok(finding));
        // The desk refuses the key from here on; what had arrived before has to be looked for all the same.
        let looked_for = connector.withdraw(&operation, &operation.key).await.unwrap_err();
        assert_eq!(looked_for.kind, FailureKind::Unsupported, "{:?}", script.uris());
    }
}

#[tokio::test]
async fn a_withdrawal_is_believed_only_when_it_says_one_thing() {
    let script = canned(vec![
        json_answer(200, &json!({"withdrawn": true, "done": null})),
        json_answer(200, &json!({"withdrawn": false, "done": {"issue": {"id": "7"}, "entry": {"id": "e1"}}})),
        json_answer(200, &json!({"withdrawn": false, "done": null})),
        refusal(404, "not_found"),
        refusal(409, "in_flight"),
    ]);
    let operation = an_operation();
    let connector = connector(&script, Arc::new(NoClock));
    let ask = async || connector.withdraw(&operation, &operation.key).await;
    assert_eq!(ask().await, Ok(Withdrawn::Withdrawn));
    let applied = Applied::entry(RemoteId::new("7"), EntryId::new("e1"));
    assert_eq!(ask().await, Ok(Withdrawn::Done(applied)));
    assert_eq!(ask().await.unwrap_err().kind, FailureKind::Garbled);
    assert_eq!(ask().await.unwrap_err().kind, FailureKind::Unsupported, "a desk from before this route");
    assert!(matches!(ask().await.unwrap_err().retry, Retry::After(_)), "it is just arriving");
    assert_eq!(script.uris()[0], "POST https://desk.example/help/api/operations/op-1/withdraw");
}
