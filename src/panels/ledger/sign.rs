//! The signs of stances, told apart by shape.

use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, vec2};

use crate::model::{About, Aspect, Stance};
use crate::theme::{TextSize, Theme, Weight, font};

/// What a sign says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Stance(Stance),
    /// A denial of one aspect: it takes no side on the event.
    DeniesAspect,
    /// A denial of what the event is part of.
    Inherited,
}

impl Sign {
    /// Every sign, in the order in which they are explained.
    pub const ALL: [Self; 9] = [
        Self::Stance(Stance::Asserts),
        Self::Stance(Stance::Confirms),
        Self::Stance(Stance::Denies),
        Self::Inherited,
        Self::Stance(Stance::Retracts),
        Self::Stance(Stance::CannotConfirm),
        Self::Stance(Stance::Declines),
        Self::Stance(Stance::Comments),
        Self::Stance(Stance::Unknown),
    ];

    pub fn of(about: &About) -> Self {
        match (about.stance, about.aspect) {
            (Stance::Denies, Some(Aspect::Strength | Aspect::Place | Aspect::Time | Aspect::Who)) => Self::DeniesAspect,
            (stance, _) => Self::Stance(stance),
        }
    }

    /// What the sign is drawn in while it has a say.
    pub fn ink(self, theme: &Theme) -> Color32 {
        match self {
            Self::Inherited | Self::Stance(Stance::Denies | Stance::Retracts) => theme.contested,
            Self::Stance(Stance::Asserts | Stance::Confirms) => theme.text,
            Self::DeniesAspect | Self::Stance(Stance::CannotConfirm | Stance::Declines | Stance::Comments | Stance::Unknown) => theme.weak,
        }
    }

    /// As the standings that each comes to by itself are drawn elsewhere. Asserts: a full ring; confirms: the same with a dot in it;
    /// denies: a crossed ring; the same dashed where it is inherited; retracts: a struck ring. Those that take no side are small and
    /// open: a diamond, a square, a ring with a gap, a bare cross, a question mark.
    pub fn paint(self, painter: &Painter, centre: Pos2, radius: f32, ink: Color32) {
        let stroke = Stroke::new((radius * 0.3).clamp(1.0, 2.0), ink);
        let small = radius * 0.72;
        match self {
            Self::Stance(stance @ (Stance::Asserts | Stance::Confirms)) => {
                let full = radius * 0.44;
                painter.circle_stroke(centre, radius - full / 2.0, Stroke::new(full, ink));
                if stance == Stance::Confirms {
                    painter.circle_filled(centre, radius * 0.3, ink);
                }
            }
            Self::Stance(Stance::Denies) => {
                painter.circle_stroke(centre, radius, stroke);
                cross(painter, centre, radius * 1.4, stroke);
            }
            Self::Inherited => {
                let ring: Vec<Pos2> =
                    (0..=24_u8).map(|i| centre + radius * Vec2::angled(f32::from(i) / 24.0 * std::f32::consts::TAU)).collect();
                painter.extend(Shape::dashed_line(&ring, stroke, radius * 0.5, radius * 0.42));
                cross(painter, centre, radius * 0.62, Stroke::new(1.0, ink));
            }
            Self::Stance(Stance::Retracts) => {
                painter.circle_stroke(centre, radius, stroke);
                let arm = vec2(radius, -radius) * 1.1;
                painter.line_segment([centre - arm, centre + arm], stroke);
            }
            Self::Stance(Stance::CannotConfirm) => {
                let corners = [Vec2::UP, Vec2::RIGHT, Vec2::DOWN, Vec2::LEFT].map(|side| centre + side * radius * 0.9);
                painter.add(Shape::closed_line(corners.to_vec(), stroke));
            }
            Self::Stance(Stance::Declines) => {
                let square = Rect::from_center_size(centre, Vec2::splat(small * 1.7));
                painter.rect_stroke(square, egui::CornerRadius::ZERO, stroke, StrokeKind::Middle);
            }
            Self::Stance(Stance::Comments) => {
                // Open at the upper right.
                let turn = |step: u8| std::f32::consts::TAU * (0.03 + 0.75 * f32::from(step) / 20.0);
                let arc: Vec<Pos2> = (0..=20_u8).map(|step| centre + small * Vec2::angled(turn(step))).collect();
                painter.add(Shape::line(arc, stroke));
            }
            Self::Stance(Stance::Unknown) => {
                let size = FontId::new(radius * 2.6, font(TextSize::Small, Weight::Semibold).family);
                painter.text(centre, Align2::CENTER_CENTER, "?", size, ink);
            }
            Self::DeniesAspect => cross(painter, centre, radius * 0.9, stroke),
        }
    }
}

fn cross(painter: &Painter, centre: Pos2, radius: f32, stroke: Stroke) {
    for arm in [vec2(radius, radius), vec2(radius, -radius)] {
        painter.line_segment([centre - arm * 0.7, centre + arm * 0.7], stroke);
    }
}
