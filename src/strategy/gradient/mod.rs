//! Strategies that ask about what would change the head most, by the gradients of its loss. `gradients` has their closed form.

mod badge;
mod expected_gradient_length;
mod gradient_norm;
mod gradients;

pub use badge::Badge;
pub use expected_gradient_length::ExpectedGradientLength;
pub use gradient_norm::GradientNorm;
