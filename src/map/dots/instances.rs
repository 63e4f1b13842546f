//! Points as instances: an adapter that is no software draws each of them by itself wherever the view goes, so that only what is asked for, and how
//! it looks, is made anew.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use eframe::egui_wgpu::wgpu::util::DeviceExt;
use eframe::egui_wgpu::{Callback, CallbackResources, CallbackTrait, RenderState, ScreenDescriptor, wgpu};
use egui::epaint::PaintCallbackInfo;
use egui::{Color32, Shape};

use crate::dataset::Sizes;
use crate::map::dots::grid::{Frame, ToPixels};
use crate::map::dots::{DotsOrder, class_slots};
use crate::map::shapes::View;
use crate::placing::Scatter;

/// The points of a layer for an adapter.
#[derive(Debug)]
pub struct Instances {
    positions: Arc<ForAdapter>,
    /// The [`code`](super::grid::code) of each.
    codes: ForAdapter,
    n_instances: u32,
    /// How many of them are asked for.
    pub n_points: usize,
}

/// Bytes that are handed over when they are first drawn.
#[derive(Debug, Default)]
pub struct ForAdapter {
    bytes: Mutex<Vec<u8>>,
    buffer: OnceLock<wgpu::Buffer>,
}

impl ForAdapter {
    fn of(words: impl Iterator<Item = u32>) -> Self {
        Self { bytes: Mutex::new(words.flat_map(u32::to_ne_bytes).collect()), buffer: OnceLock::new() }
    }

    /// Where the points of a scatter are.
    pub fn positions(scatter: &Scatter) -> Self {
        Self::of(scatter.points().iter().flat_map(|point| [point.x, point.y]))
    }

    fn buffer(&self, device: &wgpu::Device) -> &wgpu::Buffer {
        self.buffer.get_or_init(|| {
            let contents = std::mem::take(&mut *self.bytes.lock().unwrap_or_else(PoisonError::into_inner));
            let usage = wgpu::BufferUsages::VERTEX;
            device.create_buffer_init(&wgpu::util::BufferInitDescriptor { label: Some("points"), contents: &contents, usage })
        })
    }
}

impl Instances {
    pub fn of(order: &DotsOrder, scatter: &Scatter, positions: Arc<ForAdapter>) -> Self {
        let codes: Vec<u8> = scatter.points().iter().map(|point| order.code(point.row)).collect();
        let n_points = codes.iter().filter(|code| **code > 0).count();
        Self { positions, codes: ForAdapter::of(codes.iter().map(|code| u32::from(*code))), n_instances: codes.len() as u32, n_points }
    }

    /// What draws them in a view.
    pub fn shape(self: &Arc<Self>, order: &DotsOrder, view: &View) -> Shape {
        let pixels_per_point = order.pixels_per_point;
        let [width, height] = [view.rect.width(), view.rect.height()].map(|side| side * pixels_per_point);
        let margin = (order.reach() * pixels_per_point + 1.0).ceil();
        let frame = ToPixels::of(view, pixels_per_point, margin as usize, [0, 0]).frame();
        let n_copies = ((f64::from(width + 2.0 * margin) / frame.world).ceil() as u32 + 1).min(8);
        let uniforms = uniforms(order, &frame, ([width, height], margin), n_copies);
        let drawing = Drawing { instances: Arc::clone(self), uniforms, n_copies, bound: OnceLock::new() };
        Shape::Callback(Callback::new_paint_callback(view.rect, drawing))
    }
}

/// What the shader is told, in its order; each number takes four bytes.
fn uniforms(order: &DotsOrder, frame: &Frame, (size, margin): ([f32; 2], f32), n_copies: u32) -> Vec<u8> {
    let colour = |colour: Color32| colour.to_normalized_gamma_f32();
    let mut fills = vec![[0.0; 4]];
    fills.extend(order.fills().into_iter().map(colour));
    fills.resize(class_slots(), [0.0; 4]);
    let radii = (0..=Sizes::STEPS).map(|step| {
        let [disc, halo] = order.radii(step).map(|radius| radius * order.pixels_per_point);
        [disc, halo, 0.0, 0.0]
    });
    let place = [frame.north_high, frame.north_low, frame.pixels_per_part as f32, size[0], size[1], frame.world as f32, margin];
    let look = [order.opacity, n_copies as f32, 0.0, 0.0];
    let numbers =
        place.into_iter().chain(colour(order.theme.mark_edge)).chain(look).chain(fills.into_iter().flatten()).chain(radii.flatten());
    frame.west.to_ne_bytes().into_iter().chain(numbers.flat_map(f32::to_ne_bytes)).collect()
}

/// Points in a view of a frame.
struct Drawing {
    instances: Arc<Instances>,
    uniforms: Vec<u8>,
    n_copies: u32,
    bound: OnceLock<wgpu::BindGroup>,
}

/// What draws points, kept with a renderer.
struct PointPainter {
    pipeline: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
}

/// Lets a renderer draw points.
pub fn install(graphics: &RenderState) {
    let device = &graphics.device;
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some("points"),
        source: wgpu::ShaderSource::Wgsl(include_str!("points.wgsl").into()),
    });
    let entry = wgpu::BindGroupLayoutEntry {
        binding: 0,
        visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
        ty: wgpu::BindingType::Buffer { ty: wgpu::BufferBindingType::Uniform, has_dynamic_offset: false, min_binding_size: None },
        count: None,
    };
    let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: Some("points"), entries: &[entry] });
    let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some("points"),
        bind_group_layouts: &[Some(&layout)],
        immediate_size: 0,
    });
    let per_instance =
        |array_stride: u64, attributes| wgpu::VertexBufferLayout { array_stride, step_mode: wgpu::VertexStepMode::Instance, attributes };
    let (position, code) = (wgpu::vertex_attr_array![0 => Uint32x2], wgpu::vertex_attr_array![1 => Uint32]);
    let target = wgpu::ColorTargetState {
        format: graphics.target_format,
        blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
        write_mask: wgpu::ColorWrites::ALL,
    };
    let pipeline = device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some("points"),
        layout: Some(&pipeline_layout),
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some("vs_point"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers: &[Some(per_instance(8, &position)), Some(per_instance(4, &code))],
        },
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some("fs_point"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(target)],
        }),
        primitive: wgpu::PrimitiveState::default(),
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        multiview_mask: None,
        cache: None,
    });
    graphics.renderer.write().callback_resources.insert(PointPainter { pipeline, layout });
}

impl CallbackTrait for Drawing {
    fn prepare(
        &self,
        device: &wgpu::Device,
        _queue: &wgpu::Queue,
        _screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Some(PointPainter { layout, .. }) = resources.get() else { return Vec::new() };
        self.instances.positions.buffer(device);
        self.instances.codes.buffer(device);
        self.bound.get_or_init(|| {
            let usage = wgpu::BufferUsages::UNIFORM;
            let descriptor = wgpu::util::BufferInitDescriptor { label: Some("points"), contents: &self.uniforms, usage };
            let uniforms = device.create_buffer_init(&descriptor);
            let entries = [wgpu::BindGroupEntry { binding: 0, resource: uniforms.as_entire_binding() }];
            device.create_bind_group(&wgpu::BindGroupDescriptor { label: Some("points"), layout, entries: &entries })
        });
        Vec::new()
    }

    fn paint(&self, _info: PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, resources: &CallbackResources) {
        let Some(PointPainter { pipeline, .. }) = resources.get() else { return };
        let Instances { positions, codes, n_instances, .. } = self.instances.as_ref();
        let (Some(positions), Some(codes), Some(bound)) = (positions.buffer.get(), codes.buffer.get(), self.bound.get()) else { return };
        pass.set_pipeline(pipeline);
        pass.set_bind_group(0, bound, &[]);
        pass.set_vertex_buffer(0, positions.slice(..));
        pass.set_vertex_buffer(1, codes.slice(..));
        // Halos, then discs.
        let n_corners = 6 * self.n_copies;
        pass.draw(0..n_corners, 0..*n_instances);
        pass.draw(n_corners..2 * n_corners, 0..*n_instances);
    }
}

#[cfg(test)]
mod tests {
    use egui::{Context, Rect, pos2, vec2};

    use super::*;
    use crate::base::Bytes;
    use crate::dataset::{Builder, RowText};
    use crate::earth::LonLat;
    use crate::map::dots::{Dots, DotsOf};
    use crate::map::graphics::{graphics, input, pixels_of};
    use crate::theme::Theme;
    use crate::viewpoint::{Camera, DrawnAs, ThemeKind};

    const SIZE: [u32; 2] = [420, 300];

    fn order(scatter: &Arc<Scatter>, lon_deg: f64, zoom: f64, is_for_adapter: bool) -> DotsOrder {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(SIZE[0] as f32, SIZE[1] as f32));
        DotsOrder {
            layer: 0,
            of: DotsOf::Points(Arc::clone(scatter)),
            view: View::new(Camera::new(LonLat::new(lon_deg, 0.5).unwrap(), zoom), rect),
            pixels_per_point: 1.0,
            rows: None,
            classes: None,
            sizes: None,
            drawn_as: DrawnAs::Points,
            opacity: 1.0,
            is_for_adapter,
            theme: Theme::of(ThemeKind::Dark),
        }
    }

    fn drawn(graphics: &RenderState, dots: &Dots, view: View) -> Vec<u8> {
        let ctx = Context::default();
        let mut output = ctx.run_ui(input(view.rect.size(), 1.0), |ui| dots.paint(&view, ui.painter()));
        crate::map::graphics::upload(graphics, std::mem::take(&mut output.textures_delta));
        pixels_of(graphics, &ctx, output, SIZE, Color32::BLACK).unwrap()
    }

    #[test]
    fn an_adapter_draws_the_points_where_the_processor_does() {
        let graphics = graphics().unwrap();
        install(&graphics);
        let mut builder = Builder::over("f", "test", Bytes::from(Vec::new()), RowText::Feature);
        for n in 0..2_500_u32 {
            let at = geo::Coord { x: f64::from(n % 50) * 7.0 - 175.0, y: f64::from(n / 50) * 2.5 - 62.0 };
            builder.end_point(Some(at), 0..0).unwrap();
        }
        let scatter = Arc::new(Scatter::of(&builder.finish().unwrap()).unwrap());
        for (lon_deg, zoom) in [(0.0, 0.0), (170.0, 2.0), (3.5, 6.0), (14.0, 12.0)] {
            let [by_adapter, by_processor] = [true, false].map(|is_for_adapter| {
                let order = order(&scatter, lon_deg, zoom, is_for_adapter);
                let view = order.view;
                drawn(&graphics, &Dots::of(order), view)
            });
            // The processor puts each on the middle of a pixel.
            let lit = |pixels: &[u8]| pixels.chunks_exact(4).filter(|pixel| pixel.iter().take(3).any(|part| *part > 90)).count();
            let (a, b) = (lit(&by_adapter), lit(&by_processor));
            assert!(b > 0 && a.abs_diff(b) * 10 <= b.max(40), "{a} and {b} pixels at zoom {zoom}");
        }
    }

    #[test]
    fn wherever_the_view_goes_points_for_an_adapter_stay_as_they_are() {
        let mut builder = Builder::over("f", "test", Bytes::from(Vec::new()), RowText::Feature);
        (0..2_500).for_each(|n| builder.end_point(Some(geo::Coord { x: f64::from(n % 300), y: 0.0 }), 0..0).unwrap());
        let scatter = Arc::new(Scatter::of(&builder.finish().unwrap()).unwrap());
        let [here, there] = [0.0, 50.0].map(|lon_deg| order(&scatter, lon_deg, 3.0, true));
        assert!(here.is_same(&there));
        assert!(!here.is_same(&DotsOrder { drawn_as: DrawnAs::Heat, ..there.clone() }));
        let [here, there] = [here, there].map(|order| DotsOrder { is_for_adapter: false, ..order });
        assert!(!here.is_same(&there));
    }
}
