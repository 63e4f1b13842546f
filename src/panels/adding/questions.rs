//! Open questions: a line for one more, and those that there are, to be ticked off or removed.

use egui::{Role, ScrollArea, Ui, WidgetInfo};

use crate::base::shortened;
use crate::command::{Command, Outbox};
use crate::model::{Edit, Header, Situation};
use crate::panels::View;
use crate::panels::adding::first_line;
use crate::panels::pieces::{text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::wording;

#[derive(Debug, Default)]
pub struct Questions {
    typed: String,
}

impl Questions {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        const WIDTH: f32 = 560.0;
        let Some(situation) = view.situation else { return };
        let room = ui.ctx().content_rect();
        ui.set_width(WIDTH.min(room.width() - 48.0));
        // An area is given less than it has room for.
        ui.set_max_height((room.height() - 80.0).max(60.0));
        ui.label(text(wording::adding::QUESTIONS, TextSize::Strong, Weight::Semibold, view.theme.text));
        ui.add_space(4.0);
        if first_line(ui, &mut self.typed, wording::adding::QUESTION, wording::adding::QUESTION_HINT) {
            let question = std::mem::take(&mut self.typed).trim().to_owned();
            if !question.is_empty() {
                let name = wording::adding::question_logged(&shortened(&question, 60));
                out.push(Command::step(name, with_questions(situation, |questions| questions.push(question))));
            }
        }
        ui.add_space(8.0);
        let questions = &situation.header().questions;
        if questions.is_empty() {
            ui.label(text(wording::adding::NO_QUESTIONS, TextSize::Body, Weight::Regular, view.theme.weak));
        }
        let most_height = (room.height() - 180.0).max(60.0);
        ScrollArea::vertical().max_height(most_height).auto_shrink([false, true]).show(ui, |ui| {
            for (at, question) in questions.iter().enumerate() {
                one(view, ui, (at, question), situation, out);
            }
        });
    }
}

fn one(view: &View<'_>, ui: &mut Ui, (at, question): (usize, &str), situation: &Situation, out: &mut Outbox) {
    let short = shortened(question, 60);
    let mut remove = |name: String| {
        let edit = with_questions(situation, |questions| drop((at < questions.len()).then(|| questions.remove(at))));
        out.push(Command::step(name, edit));
    };
    ui.horizontal(|ui| {
        let press = |ui: &mut Ui, words: &str, name: &str| {
            let response = ui.button(text(words, TextSize::Small, Weight::Regular, view.theme.text));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
            trace_rect("question", words, response.rect);
            response.clicked()
        };
        if press(ui, wording::adding::ANSWERED, &wording::adding::answered(&short)) {
            remove(wording::adding::question_answered(&short));
        }
        if press(ui, wording::adding::REMOVE, &wording::adding::removed(&short)) {
            remove(wording::adding::question_removed(&short));
        }
        ui.add(egui::Label::new(text(question, TextSize::Body, Weight::Regular, view.theme.text)).wrap());
    });
    ui.add_space(2.0);
}

fn with_questions(situation: &Situation, change: impl FnOnce(&mut Vec<String>)) -> Edit {
    let mut header: Header = situation.header().clone();
    change(&mut header.questions);
    Edit::PutHeader(Box::new(header))
}
