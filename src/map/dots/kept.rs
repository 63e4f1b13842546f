//! The dots that the map shows, made anew where something else is asked for: at once, or by a thread while those before are shown.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Instant;

use egui::Context;

use crate::map::dots::{Dots, DotsOrder, ForAdapter};
use crate::placing::Scatter;

/// Where points are that an adapter has, or will have when it draws them; those of layers that are gone are let go.
type OnAdapter = Vec<(Weak<Scatter>, Arc<ForAdapter>)>;

fn handed_over(known: &mut OnAdapter, scatter: &Arc<Scatter>) -> Arc<ForAdapter> {
    known.retain(|(of, _)| of.strong_count() > 0);
    if let Some((_, positions)) = known.iter().find(|(of, _)| std::ptr::eq(of.as_ptr(), Arc::as_ptr(scatter))) {
        return Arc::clone(positions);
    }
    let positions = Arc::new(ForAdapter::positions(scatter));
    known.push((Arc::downgrade(scatter), Arc::clone(&positions)));
    positions
}

/// Those of all layers.
#[derive(Default)]
pub struct DotsKept {
    made: Vec<Arc<Dots>>,
    by_thread: Option<ByThread>,
    /// Whether the adapter draws points one by one: one that is no software.
    is_for_adapter: bool,
}

struct ByThread {
    sender: Sender<Vec<DotsOrder>>,
    receiver: Receiver<Dots>,
    /// What was ordered last.
    ordered: Vec<DotsOrder>,
    /// Since when something is missing.
    missing_since: Option<Instant>,
}

impl DotsKept {
    /// A thread makes them, and has the window painted again once they are there.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn by_thread(ctx: Context) -> std::io::Result<Self> {
        let (sender, orders) = channel::<Vec<DotsOrder>>();
        let (made, receiver) = channel();
        thread::Builder::new().name("points".to_owned()).spawn(move || {
            let mut on_adapter = Vec::new();
            while let Ok(first) = orders.recv() {
                let mut wanted = orders.try_iter().last().unwrap_or(first).into_iter();
                while let Some(order) = wanted.next() {
                    let begun = Instant::now();
                    let dots = Dots::with_positions(order, |scatter| handed_over(&mut on_adapter, scatter));
                    dots.prepare();
                    log::trace!(target: "sandtable::rows", "points made after {:.2} ms", begun.elapsed().as_secs_f64() * 1e3);
                    // Nobody receives any more once the window is closed.
                    let _sent = made.send(dots);
                    ctx.request_repaint();
                    if let Some(newer) = orders.try_iter().last() {
                        wanted = newer.into_iter();
                    }
                }
            }
        })?;
        Ok(Self {
            made: Vec::new(),
            is_for_adapter: false,
            by_thread: Some(ByThread { sender, receiver, ordered: Vec::new(), missing_since: None }),
        })
    }

    /// Lets the adapter draw points one by one from now on.
    pub fn let_adapter_draw(&mut self) {
        self.is_for_adapter = true;
    }

    /// Whether a thread is at something that is not there yet.
    pub fn is_waiting(&self) -> bool {
        self.by_thread.as_ref().is_some_and(|thread| thread.missing_since.is_some())
    }

    /// What there is of what is asked for: all of it, or while a thread is at it that of before.
    pub fn refresh(&mut self, mut orders: Vec<DotsOrder>) -> Vec<Arc<Dots>> {
        orders.iter_mut().for_each(|order| order.is_for_adapter = self.is_for_adapter);
        if let Some(thread) = &mut self.by_thread {
            for dots in thread.receiver.try_iter() {
                self.made.retain(|before| before.order().slot() != dots.order().slot());
                self.made.push(Arc::new(dots));
            }
            self.made.retain(|made| orders.iter().any(|order| order.is_of_same_points(made.order())));
            let is_made = |order: &DotsOrder| self.made.iter().any(|made| made.order().is_same(order));
            let missing: Vec<DotsOrder> = orders.iter().filter(|order| !is_made(order)).cloned().collect();
            let is_ordered = missing.iter().all(|order| thread.ordered.iter().any(|ordered| ordered.is_same(order)));
            if missing.is_empty() {
                if let Some(since) = thread.missing_since.take() {
                    log::trace!(target: "sandtable::rows", "points drawn after {:.2} ms", since.elapsed().as_secs_f64() * 1e3);
                }
            } else {
                thread.missing_since.get_or_insert_with(Instant::now);
            }
            if !is_ordered {
                thread.ordered.clone_from(&missing);
                // The thread ends with this.
                let _sent = thread.sender.send(missing);
            }
        } else {
            let before = std::mem::take(&mut self.made);
            let of = |order: DotsOrder| {
                let same = before.iter().find(|made| made.order().is_same(&order)).cloned();
                same.unwrap_or_else(|| Arc::new(Dots::of(order)))
            };
            self.made = orders.into_iter().map(of).collect();
            return self.made.clone();
        }
        // In the order of the layers, whichever came first.
        let of = |order: &DotsOrder| self.made.iter().find(|made| made.order().slot() == order.slot()).cloned();
        orders.iter().filter_map(of).collect()
    }
}
