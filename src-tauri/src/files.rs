//! Pictures and other files reach the window by id, through a scheme that only reads.

use std::borrow::Cow;

use svara_api::FileContent;
use tauri::{
    AppHandle, Manager, UriSchemeContext, UriSchemeResponder, Wry, async_runtime,
    http::{Method, Request, Response, StatusCode, header},
};

use crate::{house::Opened, window};

/// `svara-file://localhost/ID`; on Windows `http://svara-file.localhost/ID`.
pub(crate) const SCHEME: &str = "svara-file";

type Answer = Response<Cow<'static, [u8]>>;

/// Answers the window's request for a file.
pub(crate) fn serve(
    context: &UriSchemeContext<'_, Wry>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let handle = context.app_handle().clone();
    let allowed = context.webview_label() == window::LABEL && request.method() == Method::GET;
    async_runtime::spawn(async move {
        let id = if allowed { request.uri().path().strip_prefix('/') } else { None };
        let content = match id {
            Some(id) => find(&handle, id).await,
            None => None,
        };
        responder.respond(content.and_then(found).unwrap_or_else(missing));
    });
}

async fn find(handle: &AppHandle, id: &str) -> Option<FileContent> {
    let opened = handle.try_state::<Opened>()?;
    svara_api::file(&opened.0, id).await.ok()
}

fn found(content: FileContent) -> Option<Answer> {
    Response::builder()
        .header(header::CONTENT_TYPE, content.media_type)
        // Nothing of it is guessed, kept by the web view, or run.
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
        .body(Cow::Owned(content.bytes))
        .ok()
}

fn missing() -> Answer {
    let mut answer = Response::new(Cow::Borrowed(&[][..]));
    *answer.status_mut() = StatusCode::NOT_FOUND;
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_neither_guessed_nor_kept_nor_run() {
        let content = FileContent { media_type: "image/png".to_owned(), bytes: vec![1, 2, 3] };
        let answer = found(content).expect("the headers are sound");
        let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
        assert_eq!(header("content-type"), Some("image/png"));
        assert_eq!(header("x-content-type-options"), Some("nosniff"));
        assert_eq!(header("cache-control"), Some("no-store"));
        assert_eq!(header("content-security-policy"), Some("default-src 'none'; sandbox"));
        assert_eq!(answer.body().as_ref(), [1, 2, 3]);
    }

    #[test]
    fn a_type_that_is_none_is_not_served() {
        let content = FileContent { media_type: "image/png\nset-cookie: a".to_owned(), bytes: Vec::new() };
        assert!(found(content).is_none());
        assert_eq!(missing().status(), StatusCode::NOT_FOUND);
    }
}
