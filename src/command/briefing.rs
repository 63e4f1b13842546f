//! What can be asked for of scenes, and while they are presented.

use std::sync::Arc;

use egui::{Context, Event, Key, Modifiers};

use crate::briefing::room_check::Finding;
use crate::briefing::{Display, ScenePart, WallTool};
use crate::model::{Annotation, AnnotationKind, SceneId};
use crate::viewpoint::ThemeKind;

/// Something to be done with scenes, or on the wall.
#[derive(Clone, Debug, PartialEq)]
pub enum BriefCommand {
    /// Takes a scene in hand, to be composed: the window shows it. `None`: none.
    Compose(Option<SceneId>),
    /// A new scene of what the window shows, after the one in hand.
    Capture,
    /// A part of the scene in hand as the window shows it now, or as at first.
    Recapture(ScenePart),
    Release(ScenePart),
    /// All parts of the scene in hand as the window shows them now.
    RecaptureAll,
    /// The window shows this part again as the scene in hand has it.
    ShowPart(ScenePart),
    /// Whether all but the selection of the scene in hand is dimmed.
    Spotlight(bool),
    /// Takes a tool in hand that draws on the map for the scene in hand; of words these.
    TakePen(AnnotationKind, Option<String>),
    /// What was drawn, by its place among all of the scene in hand, goes.
    Erase(usize),
    /// Pictures of scenes were drawn, off the window's thread.
    Pictured(Box<ScenePicture>),
    /// No more of those that were asked for come.
    PicturesDone,
    /// A scene was looked at as the back row of a room sees it, off the window's thread; and no more of them come.
    RoomChecked(SceneId, Vec<Finding>),
    RoomCheckDone,
    /// Puts a scene right after another, or with `None` before all.
    Move(SceneId, Option<SceneId>),
    Duplicate(SceneId),
    Remove(SceneId),
    Hide(SceneId, bool),
    /// A new card, after the scene in hand.
    AddCard(Card),
    /// One scene for each day, place or actor that is shown.
    FromFilter(Each),
    /// Presents, from a scene on or from the first.
    Present(Option<SceneId>),
    /// The displays that there are, while it is presented.
    Displays(Vec<Display>),
    /// Puts the wall on the display of that number.
    WallOn(usize),
    /// A key of the wall.
    Wall(WallAction),
    GoTo(SceneId),
    Tool(WallTool),
    /// The theme of the wall, whatever the scene says.
    WallTheme(ThemeKind),
    /// What a click of the text tool puts on the wall.
    TextToPut(String),
    Draw(Annotation),
    /// Ends it; what was drawn is put into the scenes, or thrown away.
    End {
        keeps_ink: bool,
    },
}

/// A scene as a small picture.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenePicture {
    pub scene: SceneId,
    /// Another number for every other picture.
    pub number: u64,
    /// Width and height in pixels; none where it could not be drawn.
    pub size: [usize; 2],
    /// Red, green, blue and opacity of each, rows from the top, not premultiplied.
    pub rgba: Arc<[u8]>,
}

impl BriefCommand {
    /// Whether it changes the situation.
    pub fn changes(&self) -> bool {
        match self {
            Self::Capture
            | Self::Recapture(_)
            | Self::Release(_)
            | Self::RecaptureAll
            | Self::Spotlight(_)
            | Self::TakePen(..)
            | Self::Erase(_)
            | Self::Move(..)
            | Self::Duplicate(_)
            | Self::Remove(_)
            | Self::Hide(..)
            | Self::AddCard(_)
            | Self::FromFilter(_) => true,
            Self::Compose(_)
            | Self::ShowPart(_)
            | Self::Pictured(_)
            | Self::PicturesDone
            | Self::RoomChecked(..)
            | Self::RoomCheckDone
            | Self::Present(_)
            | Self::Displays(_)
            | Self::WallOn(_)
            | Self::Wall(_)
            | Self::GoTo(_)
            | Self::Tool(_)
            | Self::WallTheme(_)
            | Self::TextToPut(_)
            | Self::Draw(_)
            | Self::End { .. } => false,
        }
    }
}

/// A card that is ready to be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    Opening,
    Judgements,
    /// What came and changed since the last briefing.
    Changed,
    Closing,
}

impl Card {
    pub const ALL: [Self; 4] = [Self::Opening, Self::Judgements, Self::Changed, Self::Closing];
}

/// What there is to be one scene of each of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    Day,
    Place,
    Actor,
}

impl Each {
    pub const ALL: [Self; 3] = [Self::Day, Self::Place, Self::Actor];
}

/// What a key asks for while a briefing is given, in either window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WallAction {
    Next,
    Previous,
    First,
    Last,
    Overview,
    Black,
    Freeze,
    /// What stands behind what is on the screen, and back.
    Evidence,
    /// Back in the scene, from wherever one went.
    BackToScene,
    Spotlight,
    Hand,
    Laser,
    Pen,
    Arrow,
    Text,
    /// The last that was drawn goes.
    TakeBack,
    Larger,
    Smaller,
    /// Out of what is over the scene, to the holding card, and then to where one was.
    Leave,
    /// A figure of the number of a scene, and Enter after it.
    Digit(u8),
    Enter,
    /// Draws that are to be kept at the end, or not.
    Keep,
    Discard,
}

impl WallAction {
    /// All but figures.
    pub const ALL: [Self; 22] = [
        Self::Next,
        Self::Previous,
        Self::First,
        Self::Last,
        Self::Overview,
        Self::Black,
        Self::Freeze,
        Self::Evidence,
        Self::BackToScene,
        Self::Spotlight,
        Self::Hand,
        Self::Laser,
        Self::Pen,
        Self::Arrow,
        Self::Text,
        Self::TakeBack,
        Self::Larger,
        Self::Smaller,
        Self::Leave,
        Self::Enter,
        Self::Keep,
        Self::Discard,
    ];

    /// The keys that ask for it, those of usual clickers among them.
    pub fn keys(self) -> &'static [Key] {
        match self {
            Self::Next => &[Key::ArrowRight, Key::ArrowDown, Key::PageDown, Key::Space, Key::N],
            Self::Previous => &[Key::ArrowLeft, Key::ArrowUp, Key::PageUp],
            Self::First => &[Key::Home],
            Self::Last => &[Key::End],
            Self::Overview => &[Key::O],
            Self::Black => &[Key::B, Key::Period],
            Self::Freeze => &[Key::F],
            Self::Evidence => &[Key::E],
            Self::BackToScene => &[Key::Backspace],
            Self::Spotlight => &[Key::S],
            Self::Hand => &[Key::H],
            Self::Laser => &[Key::L],
            Self::Pen => &[Key::P],
            Self::Arrow => &[Key::A],
            Self::Text => &[Key::T],
            Self::TakeBack => &[Key::Z],
            Self::Larger => &[Key::Plus, Key::Equals],
            Self::Smaller => &[Key::Minus],
            Self::Leave => &[Key::Escape, Key::F5],
            Self::Enter => &[Key::Enter],
            Self::Keep => &[Key::K],
            Self::Discard => &[Key::D],
            Self::Digit(_) => &[],
        }
    }

    /// What was pressed in this pass, in order; keys of text fields are left to them.
    pub fn pressed(ctx: &Context) -> Vec<Self> {
        const DIGITS: [Key; 10] =
            [Key::Num0, Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
        let is_typing = ctx.text_edit_focused();
        let action_of = |key: Key, modifiers: Modifiers| -> Option<Self> {
            // Plus may need Shift.
            if modifiers.ctrl || modifiers.alt || modifiers.command || is_typing && key != Key::Escape {
                return None;
            }
            let digit = DIGITS.iter().position(|digit| *digit == key).and_then(|digit| u8::try_from(digit).ok());
            digit.map(Self::Digit).or_else(|| Self::ALL.into_iter().find(|action| action.keys().contains(&key)))
        };
        ctx.input_mut(|input| {
            let mut pressed = Vec::new();
            input.events.retain(|event| match event {
                Event::Key { key, pressed: true, modifiers, .. } => {
                    let action = action_of(*key, *modifiers);
                    pressed.extend(action);
                    action.is_none()
                }
                _ => true,
            });
            pressed
        })
    }
}
