//! What programs on the display tell assistive technology: which buttons and texts stand where. A member who cannot see
//! works by it, and so does a test that must not guess where something is drawn.

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use zbus::{Connection, OwnedObjectPath, Type};

use crate::session::{Session, until};

const REGISTRY: &str = "org.a11y.atspi.Registry";
const ROOT: &str = "/org/a11y/atspi/accessible/root";
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const COMPONENT: &str = "org.a11y.atspi.Component";

/// The accessibility bus of a session. Programs that start after it and that [`heard`] was applied to are on it.
#[derive(Debug)]
pub struct Accessibility {
    bus: Connection,
}

/// Something that a program tells of: a window, a button, a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    program: String,
    path: OwnedObjectPath,
    /// What kind of thing it is.
    pub role: Role,
    /// What it is called.
    pub name: String,
}

/// The kinds that are told apart here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A message that comes by itself.
    Alert,
    /// A window that asks something.
    Dialog,
    /// A text.
    Label,
    /// A button.
    Button,
    /// Anything else.
    Other,
}

/// A part of the display, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The left edge.
    pub x: i32,
    /// The upper edge.
    pub y: i32,
    /// From left to right.
    pub width: i32,
    /// From top to bottom.
    pub height: i32,
}

impl Area {
    /// The point in its middle.
    pub fn middle(self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }
}

/// Lets a program of a session tell of itself; the session keeps all others quiet.
pub fn heard(command: &mut tokio::process::Command) -> &mut tokio::process::Command {
    command.env_remove("NO_AT_BRIDGE")
}

impl Accessibility {
    /// Starts the bus in a session.
    pub async fn start(session: &mut Session) -> Result<Self> {
        let mut command = session.command("/usr/libexec/at-spi-bus-launcher");
        let part = session.spawn("at-spi", command.arg("--launch-immediately"))?;
        session.keep(part);
        session.wait_for_name("org.a11y.Bus").await?;
        let own = session.bus().await?;
        let answer =
            own.call_method(Some("org.a11y.Bus"), "/org/a11y/bus", Some("org.a11y.Bus"), "GetAddress", &());
        let address: String = answer.await?.body().deserialize()?;
        let bus = zbus::connection::Builder::address(address.as_str()).build().await?;
        Ok(Self { bus })
    }

    /// Everything of one kind that the program of that name tells of, in the order of its windows.
    pub async fn all(&self, program: &str, role: Role) -> Result<Vec<Node>> {
        let mut found = Vec::new();
        for application in self.children(REGISTRY, ROOT).await? {
            if application.name == program {
                self.collect(&application, role, &mut found).await?;
            }
        }
        Ok(found)
    }

    /// Everything of one kind within something.
    pub async fn within(&self, node: &Node, role: Role) -> Result<Vec<Node>> {
        let mut found = Vec::new();
        self.collect(node, role, &mut found).await?;
        Ok(found)
    }

    /// Where it is drawn.
    pub async fn area(&self, node: &Node) -> Result<Area> {
        const OF_THE_SCREEN: u32 = 0;
        let ((x, y, width, height),) = self.ask(node, COMPONENT, "GetExtents", &(OF_THE_SCREEN,)).await?;
        Ok(Area { x, y, width, height })
    }

    /// Waits for a button of that name anywhere in a program.
    pub async fn wait_for_button(&self, program: &str, name: &str) -> Result<Node> {
        until(&format!("the button {name} of {program}"), async || {
            let buttons = self.all(program, Role::Button).await.ok()?;
            buttons.into_iter().find(|button| button.name == name)
        })
        .await
    }

    async fn collect(&self, node: &Node, role: Role, found: &mut Vec<Node>) -> Result<()> {
        for child in self.children(&node.program, node.path.as_str()).await? {
            if child.role == role {
                found.push(child.clone());
            }
            Box::pin(self.collect(&child, role, found)).await?;
        }
        Ok(())
    }

    async fn children(&self, program: &str, path: &str) -> Result<Vec<Node>> {
        let answer = self.bus.call_method(Some(program), path, Some(ACCESSIBLE), "GetChildren", &()).await?;
        let children: Vec<(String, OwnedObjectPath)> = answer.body().deserialize()?;
        let mut nodes = Vec::new();
        for (program, path) in children {
            // What goes away while it is looked at is not there.
            if let Ok(node) = self.node(program, path).await {
                nodes.push(node);
            }
        }
        Ok(nodes)
    }

    async fn node(&self, program: String, path: OwnedObjectPath) -> Result<Node> {
        let mut node = Node { program, path, role: Role::Other, name: String::new() };
        node.role = role(self.ask(&node, ACCESSIBLE, "GetRole", &()).await?);
        let name = self.bus.call_method(
            Some(node.program.as_str()),
            &node.path,
            Some("org.freedesktop.DBus.Properties"),
            "Get",
            &(ACCESSIBLE, "Name"),
        );
        let name: zbus::OwnedVariant = name.await?.body().deserialize()?;
        node.name = String::try_from(name).context("a name that is no text")?;
        Ok(node)
    }

    async fn ask<A, T>(&self, node: &Node, interface: &str, method: &str, arguments: &A) -> Result<T>
    where
        A: serde::Serialize + Type,
        T: DeserializeOwned + Type,
    {
        let answer =
            self.bus.call_method(Some(node.program.as_str()), &node.path, Some(interface), method, arguments);
        Ok(answer.await?.body().deserialize()?)
    }
}

/// By the numbers of the AT-SPI protocol.
fn role(number: u32) -> Role {
    match number {
        2 => Role::Alert,
        16 => Role::Dialog,
        29 => Role::Label,
        43 => Role::Button,
        _ => Role::Other,
    }
}
