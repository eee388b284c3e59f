//! Bytes from one side to the other.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpStream,
        tcp::{ReadHalf, WriteHalf},
    },
};

use super::fate::Fate;

/// A connection's two sides.
pub(super) struct Line {
    pub(super) app: TcpStream,
    pub(super) desk: TcpStream,
}

/// How one direction is carried.
#[derive(Clone, Copy, Debug, Default)]
struct How {
    /// Ends after so many bytes.
    most: Option<usize>,
    /// A byte at a time, so long apart.
    drip: Option<Duration>,
    /// Changes this byte.
    garbled: Option<usize>,
    /// Takes everything and passes nothing on.
    swallowed: bool,
}

impl Line {
    /// Carries until a side ends or the fate says so. True: it ended as connections do, not by a reset.
    pub(super) async fn carry(&mut self, fate: Fate) -> io::Result<bool> {
        let (mut up, mut down) = (How::default(), How::default());
        match fate {
            Fate::Good => {}
            Fate::Reset => return Ok(false),
            Fate::ResetAfter(bytes) => up.most = Some(bytes),
            Fate::HalfOpen => std::future::pending().await,
            Fate::BlackHole => up.swallowed = true,
            Fate::LostAnswer => down.swallowed = true,
            Fate::Drip(pause) => down.drip = Some(pause),
            Fate::Cut(bytes) => down.most = Some(bytes),
            Fate::Garbled(byte) => down.garbled = Some(byte),
        }
        let (mut from_app, mut to_app) = self.app.split();
        let (mut from_desk, mut to_desk) = self.desk.split();
        tokio::select! {
            biased;
            went = carry(&mut from_app, &mut to_desk, up) => went?,
            went = carry(&mut from_desk, &mut to_app, down) => went?,
        };
        if up.most.is_some() {
            return Ok(false);
        }
        to_app.shutdown().await?;
        Ok(true)
    }

    /// Ends both sides at once, as when a network goes.
    pub(super) fn reset(&self) {
        for side in [&self.app, &self.desk] {
            // A side that is gone needs no reset.
            side.set_zero_linger().ok();
        }
    }
}

async fn carry(from: &mut ReadHalf<'_>, to: &mut WriteHalf<'_>, how: How) -> io::Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    let mut carried = 0;
    loop {
        let room = how.most.map_or(buffer.len(), |most| most.saturating_sub(carried).min(buffer.len()));
        let read = from.read(buffer.get_mut(..room).unwrap_or_default()).await?;
        let bytes = buffer.get_mut(..read).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(());
        }
        if let Some(byte) = how.garbled.and_then(|at| bytes.get_mut(at.checked_sub(carried)?)) {
            *byte ^= 0x55;
        }
        carried += read;
        match how.drip {
            _ if how.swallowed => {}
            None => to.write_all(bytes).await?,
            Some(pause) => {
                for byte in bytes {
                    to.write_all(&[*byte]).await?;
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }
}
