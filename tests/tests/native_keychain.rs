//! The keychain against the real one of GNOME, each test in a session of its own.

use std::time::Duration;

use anyhow::Result;
use futures_util::StreamExt;
use secrecy::{ExposeSecret, SecretString};
use svara_model::{AccountId, Vault, VaultProblem};
use svara_native::Keychain;
use svara_tests::session::{Keyring, Needs, Prompt, Session, inside, until};

const SHORT: Duration = Duration::from_secs(2);

fn keychain() -> Keychain {
    Keychain::new("app.svara.test")
}

fn ada() -> AccountId {
    AccountId::new("ada")
}

async fn write(vault: &Keychain, secret: &str) -> Result<(), VaultProblem> {
    vault.write(&ada(), &SecretString::from(secret)).await
}

async fn read(vault: &Keychain) -> Result<Option<String>, VaultProblem> {
    Ok(vault.read(&ada()).await?.map(|secret| secret.expose_secret().to_owned()))
}

/// A keychain with one secret, which is locked.
async fn locked(session: &Session) -> Result<Keyring> {
    let keyring = session.start_keyring().await?;
    write(&keychain(), "token").await?;
    keyring.lock(session).await?;
    Ok(keyring)
}

#[test]
fn a_secret_is_stored_replaced_and_erased() -> Result<()> {
    inside("a_secret_is_stored_replaced_and_erased", Needs::BUS, async |session| {
        let _keyring = session.start_keyring().await?;
        let vault = keychain();
        assert_eq!(read(&vault).await?, None);
        vault.erase(&ada()).await?;
        write(&vault, "first").await?;
        write(&vault, "åäö 🗝").await?;
        assert_eq!(read(&vault).await?.as_deref(), Some("åäö 🗝"));
        assert!(vault.read(&AccountId::new("bea")).await?.is_none());
        assert_eq!(read(&Keychain::new("app.svara.other")).await?, None);
        vault.erase(&ada()).await?;
        assert_eq!(read(&vault).await?, None);
        Ok(())
    })
}

#[test]
fn a_restart_of_the_keychain_heals_by_itself() -> Result<()> {
    inside("a_restart_of_the_keychain_heals_by_itself", Needs::BUS, async |session| {
        let vault = keychain();
        let mut keyring = session.start_keyring().await?;
        write(&vault, "token").await?;
        for _ in 0..2 {
            keyring.kill(session).await?;
            assert_eq!(read(&vault).await, Err(VaultProblem::NoService), "while it is away");
            keyring = session.start_keyring().await?;
            assert_eq!(read(&vault).await?.as_deref(), Some("token"));
        }
        keyring.kill(session).await?;
        let _keyring = session.start_keyring().await?;
        write(&vault, "next").await?;
        assert_eq!(read(&vault).await?.as_deref(), Some("next"));
        Ok(())
    })
}

#[test]
fn without_a_bus_there_is_no_service() -> Result<()> {
    inside("without_a_bus_there_is_no_service", Needs::NOTHING, async |session| {
        let vault = keychain();
        assert_eq!(read(&vault).await, Err(VaultProblem::NoService));
        assert_eq!(write(&vault, "token").await, Err(VaultProblem::NoService));
        // A keychain that comes later is found, though the first start of the store failed.
        let _bus = session.start_bus().await?;
        assert_eq!(vault.erase(&ada()).await, Err(VaultProblem::NoService));
        let _keyring = session.start_keyring().await?;
        write(&vault, "token").await?;
        assert_eq!(read(&vault).await?.as_deref(), Some("token"));
        Ok(())
    })
}

#[test]
fn a_bus_without_a_keychain_is_no_service() -> Result<()> {
    inside("a_bus_without_a_keychain_is_no_service", Needs::BUS, async |_| {
        let vault = keychain();
        assert_eq!(read(&vault).await, Err(VaultProblem::NoService));
        assert_eq!(write(&vault, "token").await, Err(VaultProblem::NoService));
        Ok(())
    })
}

#[test]
fn a_keychain_that_was_never_set_up_says_so() -> Result<()> {
    inside("a_keychain_that_was_never_set_up_says_so", Needs::BUS, async |session| {
        let _keyring = Keyring::start_bare(session).await?;
        let vault = keychain();
        assert_eq!(read(&vault).await, Ok(None));
        assert_eq!(write(&vault, "token").await, Err(VaultProblem::NotSetUp));
        Ok(())
    })
}

#[test]
fn a_dismissed_prompt_means_locked() -> Result<()> {
    inside("a_dismissed_prompt_means_locked", Needs::DESKTOP, async |session| {
        let _keyring = locked(session).await?;
        let vault = keychain();
        let (outcome, dismissed) =
            tokio::join!(read(&vault), async { Prompt::wait(session).await?.dismiss().await });
        dismissed?;
        assert_eq!(outcome, Err(VaultProblem::Locked));
        Ok(())
    })
}

#[test]
fn the_right_password_gives_the_secret() -> Result<()> {
    inside("the_right_password_gives_the_secret", Needs::DESKTOP, async |session| {
        let _keyring = locked(session).await?;
        let vault = keychain();
        let (outcome, answered) =
            tokio::join!(read(&vault), async { Prompt::wait(session).await?.answer().await });
        answered?;
        assert_eq!(outcome?.as_deref(), Some("token"));
        Ok(())
    })
}

#[test]
fn a_locked_keychain_without_a_display_is_locked() -> Result<()> {
    inside("a_locked_keychain_without_a_display_is_locked", Needs::BUS, async |session| {
        let _keyring = locked(session).await?;
        assert_eq!(read(&keychain()).await, Err(VaultProblem::Locked));
        Ok(())
    })
}

#[test]
fn an_unanswered_prompt_times_out_and_blocks_nobody() -> Result<()> {
    inside("an_unanswered_prompt_times_out_and_blocks_nobody", Needs::DESKTOP, async |session| {
        let _keyring = locked(session).await?;
        let vault = Keychain::with_limit("app.svara.test", SHORT);
        assert_eq!(read(&vault).await, Err(VaultProblem::TimedOut));
        Prompt::wait(session).await?.answer().await?;
        assert_eq!(read(&vault).await?.as_deref(), Some("token"));
        write(&vault, "next").await?;
        assert_eq!(read(&vault).await?.as_deref(), Some("next"));
        Ok(())
    })
}

#[test]
fn a_secret_that_lands_after_sign_out_is_erased_again() -> Result<()> {
    inside("a_secret_that_lands_after_sign_out_is_erased_again", Needs::DESKTOP, async |session| {
        let keyring = session.start_keyring().await?;
        keyring.lock(session).await?;
        let vault = Keychain::with_limit("app.svara.test", SHORT);
        assert_eq!(write(&vault, "late").await, Err(VaultProblem::TimedOut));
        vault.erase(&ada()).await?;

        let bus = session.bus().await?;
        let rule = zbus::MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .interface("org.freedesktop.Secret.Collection")
            .build()?;
        let mut changes = zbus::MessageStream::for_match_rule(rule, &bus, None).await?;
        Prompt::wait(session).await?.answer().await?;
        for happens in ["ItemCreated", "ItemDeleted"] {
            until(happens, async || {
                let change = changes.next().await?.ok()?;
                (change.header().member()?.as_str() == happens).then_some(())
            })
            .await?;
        }
        assert_eq!(read(&keychain()).await?, None);
        Ok(())
    })
}
