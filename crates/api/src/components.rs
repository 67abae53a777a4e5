//! The components of the program as it tells about them: plugged in by whoever knows.

use serde::Serialize;
use utoipa::ToSchema;

/// What knows how the components are.
pub trait Components: Send + Sync {
    /// What was found last; answers at once, whatever state they are in.
    fn components(&self) -> Vec<Component>;
}

/// A component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Its name, such as `database`.
    pub name: String,
    /// How it is.
    pub status: Status,
    /// For people.
    pub message: Option<String>,
    /// Whether the server counts as ready only with it.
    pub is_required: bool,
}

/// How a component is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It does what it should.
    Healthy,
    /// It does so slowly or in part.
    Degraded,
    /// It does not.
    Unhealthy,
}

impl Status {
    /// The word in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Degraded => "degraded",
            Self::Unhealthy => "unhealthy",
        }
    }
}

impl Component {
    /// Name and message.
    pub(crate) fn sentence(&self) -> String {
        match &self.message {
            Some(message) => format!("{}: {message}", self.name),
            None => format!("{} is {}", self.name, self.status.as_str()),
        }
    }
}

/// A component in an answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct ComponentShape {
    /// Its name.
    #[schema(example = "database")]
    name: String,
    /// `healthy`, `degraded` or `unhealthy`.
    #[schema(value_type = String, example = "healthy")]
    status: &'static str,
    /// For people; null when there is nothing to say.
    message: Option<String>,
}

impl From<Component> for ComponentShape {
    fn from(component: Component) -> Self {
        let Component { name, status, message, .. } = component;
        Self { name, status: status.as_str(), message }
    }
}
