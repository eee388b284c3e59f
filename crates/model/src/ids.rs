//! Names of things. Each is opaque text given by whoever owns the thing; none is ever computed with.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl Into<String>) -> Self { Self(text.into()) }
            /// The text.
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { out.write_str(&self.0) }
        }
    )+};
}

ids! {
    /// One member signed in to one desk on this computer; made here, at sign-in, from random bytes.
    AccountId;
    /// An issue, as its desk calls it. Unique within one account.
    RemoteId;
    /// An entry of an issue, as its desk calls it.
    EntryId;
    /// An attachment, as its desk calls it.
    AttachmentId;
    /// One time that an issue entered `AwaitingFeedback`. The desk's own key; core never counts rounds.
    RoundKey;
    /// A chat, as its desk calls it. Unique within one account.
    ChatId;
    /// A message of a chat, as its desk calls it.
    MessageId;
    /// Something that a chat can be about, as the desk calls it.
    TopicId;
    /// Where in the desk's sequence of changes the cache stands. Only its desk can read it.
    Cursor;
    /// Where in the list of all the member's issues a census stands. Only its desk can read it.
    CensusPlace;
    /// The key under which a desk knows an operation, made once, in the transaction of "send".
    OperationKey;
    /// A file that the desk has received and that no entry names yet.
    UploadRef;
}
