//! One app a user and data folder: another start brings the first to the front and is gone.

#[cfg_attr(target_os = "linux", path = "once/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "once/elsewhere.rs")]
mod platform;

use std::sync::Arc;

use svara_api::App;
use svara_core::DeepLink;
use tokio::sync::mpsc;

pub(crate) use platform::First;

/// So many wishes wait for the app to open; what is wanted once more after that is wanted already.
const WAITING: usize = 16;

/// What another start of the app wants of this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// The window.
    Window,
    /// The window, where a link leads.
    Link(String),
}

impl Wish {
    /// The other start's arguments come from outside: a link is all that is heard of them, and whether it is one in the
    /// tray, which wants nothing of an app that runs.
    fn of(arguments: &[String]) -> Option<Self> {
        let mut arguments = arguments.iter().skip(1);
        if let Some(link) = arguments.clone().find(|one| DeepLink::is_meant(one)) {
            return Some(Self::Link(link.clone()));
        }
        (!arguments.any(|one| one == "--hidden")).then_some(Self::Window)
    }
}

/// Takes what other starts want of this one, also before the app is open.
#[derive(Clone, Debug)]
pub(crate) struct Wishes(mpsc::Sender<Wish>);

/// What other starts wanted, in its order.
#[derive(Debug)]
pub(crate) struct Wished(mpsc::Receiver<Wish>);

/// The two ends of one line.
pub(crate) fn line() -> (Wishes, Wished) {
    let (wishes, wished) = mpsc::channel(WAITING);
    (Wishes(wishes), Wished(wished))
}

impl Wishes {
    /// Another start with these arguments.
    fn started(&self, arguments: &[String]) {
        Wish::of(arguments).into_iter().for_each(|wish| self.come(wish));
    }

    /// Waits for nobody.
    pub(crate) fn come(&self, wish: Wish) {
        if let Err(problem) = self.0.try_send(wish) {
            tracing::warn!(%problem, "another start is not heard");
        }
    }
}

impl Wished {
    /// Does what is wanted, for as long as the app runs.
    pub(crate) async fn fulfil(mut self, app: Arc<App>) {
        while let Some(wish) = self.0.recv().await {
            match wish {
                Wish::Window => app.second_start(None).await,
                Wish::Link(link) => app.second_start(Some(&link)).await,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(arguments: &[&str]) -> Option<Wish> {
        let arguments: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
        Wish::of(&arguments)
    }

    #[test]
    fn of_another_start_only_its_link_is_heard_and_whether_it_wants_a_window() {
        let link = "svara://issue/desk.example/1";
        assert_eq!(wish(&["svara"]), Some(Wish::Window));
        assert_eq!(wish(&["svara", "--with-demo-desk", "--data-folder", "/x"]), Some(Wish::Window));
        assert_eq!(wish(&["svara", "--hidden"]), None);
        assert_eq!(wish(&["svara", "--hidden", link]), Some(Wish::Link(link.to_owned())));
        assert_eq!(wish(&[]), Some(Wish::Window));
    }

    #[test]
    fn what_comes_before_the_app_is_open_is_kept_in_its_order() {
        let (wishes, mut wished) = line();
        let link = "svara://issue/desk.example/1".to_owned();
        wishes.started(&["svara".to_owned()]);
        wishes.started(&["svara".to_owned(), "--hidden".to_owned()]);
        wishes.started(&["svara".to_owned(), link.clone()]);
        assert_eq!(wished.0.try_recv(), Ok(Wish::Window));
        assert_eq!(wished.0.try_recv(), Ok(Wish::Link(link)));
        assert_eq!(wished.0.try_recv(), Err(mpsc::error::TryRecvError::Empty));
        for _ in 0..=WAITING {
            wishes.come(Wish::Window);
        }
        assert_eq!(wished.0.len(), WAITING);
    }
}
