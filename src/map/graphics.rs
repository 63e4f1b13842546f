//! Drawing without a window: a graphics device of its own, and pixels read back from it.

use eframe::egui_wgpu::{RenderState, RendererOptions, ScreenDescriptor, WgpuConfiguration, WgpuSetup, WgpuSetupCreateNew, wgpu};
use egui::{Color32, Context, FullOutput, Pos2, RawInput, Rect, TexturesDelta, Vec2};

use crate::map::host;

/// Why nothing could be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GraphicsError {
    #[error(
        "no graphics adapter was found ({0}); without a graphics card install a software one: on Debian and Ubuntu the package mesa-vulkan-drivers"
    )]
    Adapter(String),
    #[error("the drawing could not be read back: {0}")]
    ReadBack(String),
}

/// A device that draws into memory.
///
/// # Errors
/// There is no graphics adapter.
pub fn graphics() -> Result<RenderState, GraphicsError> {
    let setup = WgpuSetup::CreateNew(WgpuSetupCreateNew::without_display_handle());
    let graphics = pollster::block_on(async {
        let instance = setup.new_instance().await;
        let config = WgpuConfiguration { wgpu_setup: setup, ..WgpuConfiguration::default() };
        // As the window draws, to the last bit: other filtering of textures would tell a picture from the screen.
        let options = RendererOptions { dithering: false, ..RendererOptions::default() };
        RenderState::create(&config, &instance, None, options).await
    });
    let graphics = graphics.map_err(|error| GraphicsError::Adapter(error.to_string()))?;
    host::install(Some(&graphics));
    Ok(graphics)
}

/// What a pass on a screen of so many points is told, at a scale.
pub fn input(size: Vec2, pixels_per_point: f32) -> RawInput {
    let mut input = RawInput { screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)), ..RawInput::default() };
    input.viewports.entry(egui::ViewportId::ROOT).or_default().native_pixels_per_point = Some(pixels_per_point);
    input
}

/// Hands over the textures that a pass made or let go.
pub fn upload(graphics: &RenderState, mut textures: TexturesDelta) {
    let mut renderer = graphics.renderer.write();
    let mut sets: Vec<_> = textures.set.drain().collect();
    sets.sort_by_key(|(id, _)| *id);
    for (id, images) in sets {
        for image in images {
            renderer.update_texture(&graphics.device, &graphics.queue, id, &image);
        }
    }
    let mut freed: Vec<_> = textures.free.drain().collect();
    freed.sort_unstable();
    for id in freed {
        renderer.free_texture(&id);
    }
}

/// Red, green, blue and opacity of every pixel, rows from the top.
///
/// # Errors
/// The device does not answer.
pub fn pixels_of(
    graphics: &RenderState,
    ctx: &Context,
    output: FullOutput,
    [width, height]: [u32; 2],
    background: Color32,
) -> Result<Vec<u8>, GraphicsError> {
    let pixels_per_point = output.pixels_per_point;
    let [r, g, b, a] = background.to_normalized_gamma_f32().map(f64::from);
    let primitives = ctx.tessellate(output.shapes, pixels_per_point);
    let screen = ScreenDescriptor { size_in_pixels: [width, height], pixels_per_point };
    let mut encoder = graphics.device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some("picture") });
    let size = wgpu::Extent3d { width, height, depth_or_array_layers: 1 };
    let texture = graphics.device.create_texture(&wgpu::TextureDescriptor {
        label: Some("picture"),
        size,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: graphics.target_format,
        usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
        view_formats: &[],
    });
    let mut renderer = graphics.renderer.write();
    let callbacks = renderer.update_buffers(&graphics.device, &graphics.queue, &mut encoder, &primitives, &screen);
    let target = texture.create_view(&wgpu::TextureViewDescriptor::default());
    {
        let attachment = wgpu::RenderPassColorAttachment {
            view: &target,
            resolve_target: None,
            ops: wgpu::Operations { load: wgpu::LoadOp::Clear(wgpu::Color { r, g, b, a }), store: wgpu::StoreOp::Store },
            depth_slice: None,
        };
        let descriptor =
            wgpu::RenderPassDescriptor { label: Some("picture"), color_attachments: &[Some(attachment)], ..Default::default() };
        let mut pass = encoder.begin_render_pass(&descriptor).forget_lifetime();
        renderer.render(&mut pass, &primitives, &screen);
    }
    // Rows in the buffer begin at multiples of 256 bytes.
    let row_bytes = (width * 4).next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
    let buffer = graphics.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("picture"),
        size: u64::from(row_bytes) * u64::from(height),
        usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
        mapped_at_creation: false,
    });
    let layout = wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(row_bytes), rows_per_image: None };
    encoder.copy_texture_to_buffer(texture.as_image_copy(), wgpu::TexelCopyBufferInfo { buffer: &buffer, layout }, size);
    graphics.queue.submit(callbacks.into_iter().chain(std::iter::once(encoder.finish())));

    let (sender, receiver) = std::sync::mpsc::channel();
    buffer.map_async(wgpu::MapMode::Read, .., move |result| {
        // The receiver waits below for as long as this can be called.
        let _sent = sender.send(result);
    });
    let failed = |error: &dyn std::fmt::Display| GraphicsError::ReadBack(error.to_string());
    graphics.device.poll(wgpu::PollType::wait_indefinitely()).map_err(|error| failed(&error))?;
    receiver.recv().map_err(|error| failed(&error))?.map_err(|error| failed(&error))?;
    let mapped = buffer.get_mapped_range(..).map_err(|error| failed(&error))?;
    Ok(mapped.chunks(row_bytes as usize).flat_map(|row| row.iter().take(width as usize * 4)).copied().collect())
}
