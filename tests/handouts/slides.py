"""What python-pptx finds in handouts as slides: titles, notes, tables, pictures with alternative text, links that lead somewhere.

    slides.py SLIDES.pptx...

Fails at the first thing that is wrong.
"""

import sys

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

for path in sys.argv[1:]:
    presentation = Presentation(path)
    assert (presentation.slide_width, presentation.slide_height) == (12192000, 6858000), "16:9"
    n_notes = n_tables = n_maps = n_jumps = 0
    slides = list(presentation.slides)
    for number, slide in enumerate(slides, 1):
        where = f"{path}, slide {number}"
        assert slide.shapes.title is not None and slide.shapes.title.text_frame.text.strip(), f"{where}: a title"
        holders = {holder.placeholder_format.idx: holder for holder in slide.placeholders}
        own = {holder.placeholder_format.idx for holder in slide.slide_layout.placeholders}
        assert holders.keys() <= own, f"{where}: placeholders that the layout lacks"
        assert holders[13].text_frame.text.strip() and holders[14].text_frame.text.strip(), f"{where}: handling, and as of when"
        assert any(holder.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER for holder in holders.values()), f"{where}: its number"
        for shape in slide.shapes:
            if shape.has_table if hasattr(shape, "has_table") else False:
                n_tables += 1
                assert all(len(row.cells) == len(shape.table.columns) for row in shape.table.rows), f"{where}: whole rows"
                assert shape.top + sum(row.height for row in shape.table.rows) <= presentation.slide_height, f"{where}: room for the table"
            if shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
                n_maps += 1
                assert shape._element.nvPicPr.cNvPr.get("descr"), f"{where}: alternative text"
                assert shape.image.content_type == "image/png"
            if shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE and shape.click_action.target_slide is not None:
                n_jumps += 1
                target = shape.click_action.target_slide
                assert any(other.has_table for other in target.shapes), f"{where}: a pin leads to its endnote"
        n_notes += slide.has_notes_slide and bool(slide.notes_slide.notes_text_frame.text.strip())
    assert n_tables and n_maps and n_jumps, path
    print(f"{path.rsplit('/', 1)[-1]}: {len(slides)} slides, {n_notes} with notes, {n_tables} tables, {n_maps} maps, {n_jumps} pins that lead to endnotes")
