//! The map as a figure of plain shapes: the same picture as on the screen, without panels and without a graphics device.

use egui::epaint::ClippedShape;
use egui::{Context, Pos2, Rect, Ui};

use crate::app::State;
use crate::earth::BasemapError;
use crate::export::{Figure, figure_of};
use crate::map::{Caption, DisplayList, DotsKept, Inputs, Picture, SceneMap, Shown, View as MapSurface, dots_orders, input};
use crate::panels::{MapView, add_map, caption};
use crate::theme::{Theme, install_fonts};
use crate::viewpoint::{Item, Viewpoint};

/// Where a map is to be seen.
#[derive(Clone, Debug, PartialEq)]
pub enum MapFor {
    Window,
    /// Away from the program, where it must say by itself what it is of and what its signs mean.
    Away(Caption),
    /// A briefing, which says that beside it.
    Scene(SceneMap),
}

/// Makes figures, one after the other; what it knows of the fonts it keeps.
pub struct Figures {
    ctx: Context,
}

impl Default for Figures {
    fn default() -> Self {
        let ctx = Context::default();
        install_fonts(&ctx);
        Self { ctx }
    }
}

impl Figures {
    /// The map of a state from its viewpoint, on a map of so many points. The state is as it was afterwards.
    ///
    /// # Errors
    /// The built-in basemap cannot be read: the program was built from damaged files.
    pub fn figure(&self, state: &mut State, size: [f32; 2], of: FigureOf) -> Result<Figure, BasemapError> {
        let size_before = std::mem::replace(&mut state.map_size, size.map(f64::from));
        state.refresh();
        let mut figure = Ok(Figure { size, ..Figure::default() });
        let rect = Rect::from_min_size(Pos2::ZERO, size.into());
        self.pass(size, |ui| {
            if let Some(made) = figure_in_pass(state, rect, of, ui.ctx()) {
                figure = made;
            }
        });
        state.map_size = size_before;
        figure
    }

    /// One pass of panels on a screen of so many points; what they painted.
    pub(super) fn pass(&self, size: [f32; 2], add: impl FnMut(&mut Ui)) -> Vec<ClippedShape> {
        /// Pixels of the fonts for each point: they place texts at whole ones.
        const FINE: f32 = 4.0;
        let mut output = self.ctx.run_ui(input(size.into(), FINE), add);
        // Nobody draws with it.
        output.textures_delta.clear();
        output.shapes
    }
}

/// What a figure is of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FigureOf {
    /// The map, with a caption. Whether this tells the title and as of when; how it may be handled it tells always.
    Map { has_title: bool },
    /// The map of a scene.
    Scene,
    /// The same on a wall, where a card may lie over it.
    Wall { card: Option<Rect> },
}

/// The figure of what a state looks at, in a part of the screen; to be made within a pass.
pub(super) fn figure_in_pass(state: &State, rect: Rect, of: FigureOf, ctx: &Context) -> Option<Result<Figure, BasemapError>> {
    let view = state.view()?;
    let map_for = match of {
        FigureOf::Map { has_title } => MapFor::Away(caption(&view, has_title)),
        FigureOf::Scene => MapFor::Scene(SceneMap::default()),
        FigureOf::Wall { card } => MapFor::Scene(SceneMap { card }),
    };
    // What leaves as a figure has every line and area for itself.
    let inputs = Inputs { has_images: false, ..inputs(state, rect, &map_for) };
    let mut picture = Picture::build(&inputs, &Shown::default(), ctx);
    picture.dots = DotsKept::default().refresh(dots_orders(&inputs, ctx.pixels_per_point()));
    let belongs = |item: &Item| state.belonging.get().is_some_and(|items| items.contains(item));
    let mut list = DisplayList::new(ctx);
    let names = picture.labels.iter().map(|label| (label, 1.0));
    add_map(&view, &map_view(state, &picture, &belongs), names, None, &mut list);
    let surface = MapSurface::new(state.viewpoint().camera, rect);
    Some(figure_of(&list, &surface, state.viewpoint().parts, view.theme))
}

/// What the picture of a state is computed from.
pub(super) fn inputs<'a>(state: &'a State, rect: Rect, map_for: &'a MapFor) -> Inputs<'a> {
    let (caption, scene) = match map_for {
        MapFor::Window => (None, None),
        MapFor::Away(caption) => (Some(caption), None),
        MapFor::Scene(scene) => (None, Some(*scene)),
    };
    let Viewpoint { camera, parts, ref hidden_layers, .. } = *state.viewpoint();
    Inputs {
        situation: state.situation().zip(state.resolved()),
        layers: state.layers(),
        placed: state.placed(),
        row_answers: state.row_answers().0,
        looks: state.looks().0,
        stacked_layers: &state.viewpoint().stacked_layers,
        layer_styles: &state.viewpoint().layer_styles,
        camera,
        rect,
        theme: Theme::of(state.theme()),
        parts,
        hidden_layers,
        caption,
        leaves: *map_for != MapFor::Window,
        scene,
        ringed: state.ringed(),
        sighted: state.sighted().0,
        standings: state.standings().0,
        troops: state.troops().0,
        has_images: true,
    }
}

/// What the map draws besides what all panels see.
pub(super) fn map_view<'a>(state: &'a State, picture: &'a Picture, belongs: &'a dyn Fn(&Item) -> bool) -> MapView<'a> {
    MapView {
        picture,
        belongs,
        resolved: state.resolved(),
        placed: state.placed(),
        row_answers: state.row_answers().0,
        ringed: state.ringed(),
    }
}
