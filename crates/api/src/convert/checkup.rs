//! The self-test and the start at login.

use svara_core::{Link, StartAtLogin, texts::Texts};

use crate::view::{LinkKind, LinkState, LinkView, LoginView, Trial};

same! {
    svara_core::LinkState => LinkState { Unknown, Green, Amber, Red }
    svara_core::What => LinkKind { SignIn, Check, Feed, Clock, Keychain, Service, Permission, Disturb, Pause, Quiet, Kinds, Tray, Login }
    svara_core::Trial => Trial { Pressed, NotPressed, NotShown }
}

pub(crate) fn link_view(link: Link, texts: &Texts) -> LinkView {
    let Link { what, state, name, detail, todo, elsewhere } = link;
    LinkView {
        what: what.into(),
        state: state.into(),
        word: state.word(texts),
        name,
        detail,
        todo,
        elsewhere,
    }
}

impl From<StartAtLogin> for LoginView {
    fn from(start: StartAtLogin) -> Self {
        Self { on: start.on, asked: start.wanted.is_some() }
    }
}
