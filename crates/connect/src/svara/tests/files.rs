//! Uploads and downloads.

use super::*;

#[tokio::test]
async fn an_upload_tells_its_progress_and_is_checked() {
    let file = |length: usize| LocalFile {
        name: "fel vid start.png".into(),
        media_type: "image/png".into(),
        bytes: Bytes::from(vec![7; length]),
    };
    let steps = Arc::new(Mutex::new(Vec::new()));
    let progress: svara_model::Progress = {
        let steps = Arc::clone(&steps);
        Arc::new(move |sent, all| steps.lock().unwrap().push((sent, all)))
    };
    let script = canned(vec![
        json_answer(201, &json!({"id": "u1", "media_type": "image/png", "bytes": 150_000})),
        json_answer(201, &json!({"id": "u2", "media_type": "image/png", "bytes": 3})),
    ]);
    let connector = connector(&script, Arc::new(NoClock));
    let key = OperationKey::new("up-1");
    let done = connector.upload(&file(150_000), &key, Arc::clone(&progress)).await;
    assert_eq!(done, Ok(UploadRef::new("u1")));
    let steps = std::mem::take(&mut *steps.lock().unwrap());
    assert!(steps.is_sorted() && steps.len() >= 4, "{steps:?}");
    assert_eq!((steps.first(), steps.last()), (Some(&(0, 150_000)), Some(&(150_000, 150_000))));
    let failure = connector.upload(&file(4), &key, progress).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Garbled);
    let sent = script.sent.lock().unwrap();
    assert!(sent[0].uri.ends_with("/api/uploads?name=fel+vid+start.png"), "{}", sent[0].uri);
    assert_eq!(
        (sent[0].body.len(), &sent[0].headers["content-type"]),
        (150_000, &"image/png".parse().unwrap())
    );
}

#[tokio::test]
async fn a_download_is_as_long_as_announced_or_fails() {
    let file = Attachment {
        id: AttachmentId::new("f1"),
        name: "x.png".into(),
        media_type: "image/png".into(),
        bytes: 6,
    };
    let script = canned(vec![
        answer(200, "image/png", body([Ok("abc"), Ok("def")])),
        answer(200, "image/png", body([Ok("abc"), Ok("defg")])),
        answer(200, "image/png", body([Ok("abc")])),
        answer(200, "image/png", body([Ok("abc"), Err(TransportProblem::Broken("reset".into()))])),
        answer(200, "text/html", body([Ok("abcdef")])),
    ]);
    let connector = connector(&script, Arc::new(NoClock));
    let mut outcomes = Vec::new();
    for _ in 0..5 {
        let bytes = async { connector.download(&file).await?.try_collect::<Vec<_>>().await };
        outcomes.push(bytes.await.map(|chunks| chunks.concat()).map_err(|why| why.kind));
    }
    assert_eq!(
        outcomes,
        [
            Ok(b"abcdef".to_vec()),
            Err(FailureKind::Garbled),
            Err(FailureKind::Garbled),
            Err(FailureKind::Offline(NetworkProblem::Broken)),
            Err(FailureKind::Offline(NetworkProblem::CaptivePortal)),
        ]
    );
}
