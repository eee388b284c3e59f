//! Whom this computer speaks for, and where their desk is.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::AccountId;

/// The kind of help desk behind an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// The desk that comes with Svara.
    Svara,
}

/// One member signed in to one desk on this computer. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Our own name for it; also its folder and its keychain entry.
    pub id: AccountId,
    /// Which connector speaks to it.
    pub kind: Kind,
    /// Where the desk is.
    pub address: Address,
    /// The name the member signs in with.
    pub user_name: String,
}

/// The address of a desk: `https`, or `http` on this computer only. Has no user, password, query or fragment and its
/// path ends in `/`, so that joining a relative path stays below it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(Url);

/// Why a text is no address of a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressProblem {
    /// Nothing was written.
    #[error("the address is empty")]
    Empty,
    /// Not the address of a web site.
    #[error("not an address of a web site")]
    Unreadable,
    /// `http` beyond loopback: the password would travel readable.
    #[error("http is allowed on this computer only")]
    NotSecure,
}

impl Address {
    /// Reads what a member types: a scheme may be missing (then `https`, or `http` where the host is loopback).
    pub fn parse(text: &str) -> Result<Self, AddressProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressProblem::Empty);
        }
        let mut url = if text.contains("://") {
            Url::parse(text).map_err(|_| AddressProblem::Unreadable)?
        } else {
            let url = Url::parse(&format!("https://{text}")).map_err(|_| AddressProblem::Unreadable)?;
            if is_loopback(&url) {
                Url::parse(&format!("http://{text}")).map_err(|_| AddressProblem::Unreadable)?
            } else {
                url
            }
        };
        let named = url.username().is_empty() && url.password().is_none();
        if !named || url.host_str().is_none_or(str::is_empty) {
            return Err(AddressProblem::Unreadable);
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err(AddressProblem::NotSecure),
            _ => return Err(AddressProblem::Unreadable),
        }
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Ok(Self(url))
    }

    /// The address as an absolute URL.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// What a member recognises: host and port.
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Whether the desk is on this computer.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

impl TryFrom<String> for Address {
    type Error = AddressProblem;
    fn try_from(text: String) -> Result<Self, AddressProblem> {
        Self::parse(&text)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0.into()
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.0.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_or_on_this_computer() {
        let ok = |text: &str| Address::parse(text).map(String::from);
        assert_eq!(ok("help.example.com"), Ok("https://help.example.com/".into()));
        assert_eq!(ok(" https://help.example.com/desk?x#y "), Ok("https://help.example.com/desk/".into()));
        assert_eq!(ok("127.0.0.1:8080"), Ok("http://127.0.0.1:8080/".into()));
        assert_eq!(ok("http://localhost:9"), Ok("http://localhost:9/".into()));
        assert_eq!(ok("http://[::1]:9"), Ok("http://[::1]:9/".into()));
        assert_eq!(ok("http://help.example.com"), Err(AddressProblem::NotSecure));
        assert_eq!(ok("http://127.0.0.1.example.com"), Err(AddressProblem::NotSecure));
        for text in [
            "ftp://example.com",
            "https://",
            "https://a:b@example.com",
            "not an address",
            "javascript:alert(1)",
        ] {
            assert_eq!(ok(text), Err(AddressProblem::Unreadable), "{text}");
        }
        assert_eq!(ok("  "), Err(AddressProblem::Empty));
    }
}
