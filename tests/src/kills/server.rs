//! A desk that is a process of its own.

use std::path::{Path, PathBuf};

use anyhow::Result;
use svara_desk::{Desk, NewUser, Settings};
use tokio::process::Command;

use crate::{desk_program::DeskProgram, rig::Agent};

/// Somebody who can sign in.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// The user name.
    pub user_name: &'static str,
    /// The password.
    pub password: &'static str,
}

/// The desk's program with one member and one agent. It is killed when this is dropped.
#[derive(Debug)]
pub struct DeskProcess {
    program: PathBuf,
    folder: PathBuf,
    desk: DeskProgram,
}

impl DeskProcess {
    /// Who writes.
    pub const MEMBER: Account = Account { user_name: "elsa", password: "correct horse battery" };
    /// Who answers.
    pub const AGENT: Account = Account { user_name: "maja", password: "correct horse stable" };

    /// Makes a desk in a folder and starts its program on a free port.
    pub async fn start(program: &Path, folder: &Path) -> Result<Self> {
        let desk = Desk::open(Settings::new(folder)).await?;
        let member = NewUser::member(Self::MEMBER.user_name, "Elsa Lind").rank("Gold");
        desk.add_user(member.password(Self::MEMBER.password)).await?;
        desk.add_user(NewUser::agent(Self::AGENT.user_name, "Maja").password(Self::AGENT.password)).await?;
        drop(desk);
        let desk = serve(program, folder, "127.0.0.1:0").await?;
        Ok(Self { program: program.to_owned(), folder: folder.to_owned(), desk })
    }

    /// Where it is, ending in `/`.
    pub fn address(&self) -> &str {
        self.desk.address()
    }

    /// Somebody of the team who works there.
    pub async fn agent(&self) -> Result<Agent> {
        Agent::sign_in(self.address(), Self::AGENT.user_name, Self::AGENT.password).await
    }

    /// Kills it as it stands, and starts it again at the same address.
    pub async fn kill_and_start(&mut self) -> Result<()> {
        self.desk.kill().await?;
        let at = self.address().trim_start_matches("http://").trim_end_matches('/').to_owned();
        self.desk = serve(&self.program, &self.folder, &at).await?;
        Ok(())
    }
}

async fn serve(program: &Path, folder: &Path, listen: &str) -> Result<DeskProgram> {
    let mut command = Command::new(program);
    command.arg("--folder").arg(folder).args(["serve", "--listen", listen]);
    DeskProgram::start(command).await
}
