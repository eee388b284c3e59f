//! What the desk's team does.

use serde_json::json;

use super::{chosen, schedule::AgentStep, world::World};

impl World {
    /// An agent does something with one of the members' issues; at a desk that is down, nothing.
    pub(super) async fn agent_does(&mut self, step: AgentStep, choice: u64) {
        let fits = |status: &str| match step {
            AgentStep::Ask | AgentStep::Reply => true,
            AgentStep::Note => true,
            AgentStep::Close => status != "closed",
            AgentStep::Reopen => status == "closed",
        };
        let issues: Vec<(String, String)> = {
            let known = self.desk.truth.known();
            let mine = self.members.iter().map(|(_, member)| *member).collect::<Vec<_>>();
            let fitting = known
                .issues
                .iter()
                .filter(|(_, issue)| mine.contains(&issue.owner.as_str()) && fits(&issue.status));
            fitting.map(|(id, issue)| (id.clone(), issue.status.clone())).collect()
        };
        let Some((issue, _)) = chosen(&issues, choice) else { return };
        self.writes += 1;
        let key = format!("agent-{}", self.writes);
        let text = format!("Agents' words {}.", self.writes);
        let (path, body) = match step {
            AgentStep::Ask => ("entries", json!({"text": text, "kind": "ask", "uploads": []})),
            AgentStep::Reply => ("entries", json!({"text": text, "kind": "reply", "uploads": []})),
            AgentStep::Note => ("entries", json!({"text": text, "kind": "note", "uploads": []})),
            AgentStep::Close => ("close", json!({"text": null})),
            AgentStep::Reopen => ("reopen", json!({})),
        };
        let answer = self.road.agent(&self.agent, &key, &format!("issues/{issue}/{path}"), &body).await;
        let status =
            answer.map_or_else(|| "nobody there".to_owned(), |(status, _)| status.as_u16().to_string());
        self.trace.say(format!("agent: {step:?} {issue}: {status}"));
    }
}
