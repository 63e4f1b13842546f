"""What python-pptx finds in handouts as slides: titles, notes, tables, pictures with alternative text, links that lead somewhere. And what a
program that holds to the schema refuses: elements out of their order (ECMA-376, part 1), ids that are there twice, parts of no known kind.

    slides.py SLIDES.pptx...

Fails at the first thing that is wrong.
"""

import sys
import zipfile
from xml.etree import ElementTree

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

FILLS = "noFill solidFill gradFill blipFill pattFill grpFill"
# By the element, those within it in their order; choices stand side by side.
ORDER = {
    "presentation": "sldMasterIdLst|notesMasterIdLst|handoutMasterIdLst|sldIdLst|sldSz|notesSz|defaultTextStyle|extLst",
    "sldMaster": "cSld|clrMap|sldLayoutIdLst|hf|txStyles",
    "sldLayout": "cSld|clrMapOvr",
    "notesMaster": "cSld|clrMap|hf|notesStyle",
    "sld": "cSld|clrMapOvr|transition|timing",
    "notes": "cSld|clrMapOvr",
    "cSld": "bg|spTree",
    "spTree": "nvGrpSpPr|grpSpPr|sp grpSp graphicFrame cxnSp pic",
    "grpSp": "nvGrpSpPr|grpSpPr|sp grpSp graphicFrame cxnSp pic",
    "sp": "nvSpPr|spPr|style|txBody",
    "pic": "nvPicPr|blipFill|spPr",
    "graphicFrame": "nvGraphicFramePr|xfrm|graphic",
    "nvSpPr": "cNvPr|cNvSpPr|nvPr",
    "blipFill": "blip|srcRect|tile stretch",
    "spPr": f"xfrm|custGeom prstGeom|{FILLS}|ln|effectLst",
    "grpSpPr": f"xfrm|{FILLS}|effectLst",
    "xfrm": "off|ext|chOff|chExt",
    "custGeom": "avLst|gdLst|ahLst|cxnLst|rect|pathLst",
    "ln": f"{FILLS}|prstDash custDash|round bevel miter|headEnd|tailEnd",
    "txBody": "bodyPr|lstStyle|p",
    "bodyPr": "prstTxWarp|noAutofit normAutofit spAutoFit",
    "p": "pPr|r br fld|endParaRPr",
    "r": "rPr|t",
    "fld": "rPr|pPr|t",
    "rPr": f"ln|{FILLS}|effectLst|latin|ea|cs|sym|hlinkClick",
    "defRPr": f"ln|{FILLS}|effectLst|latin|ea|cs|sym|hlinkClick",
    "pPr": "lnSpc|spcBef|spcAft|buClr|buSzPct|buFont|buNone buAutoNum buChar|tabLst|defRPr",
    "tbl": "tblPr|tblGrid|tr",
    "tc": "txBody|tcPr",
    "tcPr": f"lnL|lnR|lnT|lnB|{FILLS}",
}
RANKS = {name: {child: rank for rank, names in enumerate(order.split("|")) for child in names.split()} for name, order in ORDER.items()}


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def sound(path):
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        names = package.namelist()
        assert names[0] == "[Content_Types].xml" and len(set(names)) == len(names)
        kinds = ElementTree.fromstring(package.read(names[0]))
        known = {kind.get("PartName") for kind in kinds} | {kind.get("Extension") for kind in kinds}
        for name in names[1:]:
            assert f"/{name}" in known or name.rsplit(".", 1)[-1] in known, f"{path}, {name}: of no known kind"
            if not name.endswith(".xml"):
                continue
            ids = set()
            for element in ElementTree.fromstring(package.read(name)).iter():
                ranks = RANKS.get(local(element))
                if ranks is not None:
                    children = [local(child) for child in element]
                    assert all(child in ranks for child in children), f"{path}, {name}: {local(element)} holds {children}"
                    assert [ranks[child] for child in children] == sorted(ranks[child] for child in children), f"{path}, {name}: {local(element)} holds {children}"
                if local(element) == "cNvPr":
                    assert element.get("id") not in ids, f"{path}, {name}: two shapes {element.get('id')}"
                    ids.add(element.get("id"))


for path in sys.argv[1:]:
    sound(path)
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
