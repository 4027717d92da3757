#include "DrawingPage.h"

// #embed is C23; clang has it in every C, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char answer_js[] = {
#embed "page/answer.js"
};
static const unsigned char contributor_js[] = {
#embed "page/contributor.js"
};
static const unsigned char correcting_js[] = {
#embed "page/correcting.js"
};
static const unsigned char drawing_js[] = {
#embed "page/drawing.js"
};
static const unsigned char elements_js[] = {
#embed "page/elements.js"
};
static const unsigned char exported_js[] = {
#embed "page/exported.js"
};
static const unsigned char framing_cutouts_js[] = {
#embed "page/framing/cutouts.js"
};
static const unsigned char framing_digit_frame_js[] = {
#embed "page/framing/digit-frame.js"
};
static const unsigned char framing_fitting_js[] = {
#embed "page/framing/fitting.js"
};
static const unsigned char framing_framing_js[] = {
#embed "page/framing/framing.js"
};
static const unsigned char framing_ink_js[] = {
#embed "page/framing/ink.js"
};
static const unsigned char framing_lines_js[] = {
#embed "page/framing/lines.js"
};
static const unsigned char framing_paper_js[] = {
#embed "page/framing/paper.js"
};
static const unsigned char framing_pieces_js[] = {
#embed "page/framing/pieces.js"
};
static const unsigned char framing_plane_js[] = {
#embed "page/framing/plane.js"
};
static const unsigned char framing_resizing_js[] = {
#embed "page/framing/resizing.js"
};
static const unsigned char framing_ruled_lines_js[] = {
#embed "page/framing/ruled-lines.js"
};
static const unsigned char framing_ruled_strips_js[] = {
#embed "page/framing/ruled-strips.js"
};
static const unsigned char framing_said_ink_js[] = {
#embed "page/framing/said-ink.js"
};
static const unsigned char framing_stroke_width_js[] = {
#embed "page/framing/stroke-width.js"
};
static const unsigned char gallery_js[] = {
#embed "page/gallery.js"
};
static const unsigned char index_html[] = {
#embed "page/index.html"
};
static const unsigned char inside_js[] = {
#embed "page/inside.js"
};
static const unsigned char kept_token_js[] = {
#embed "page/kept-token.js"
};
static const unsigned char local_model_js[] = {
#embed "page/local-model.js"
};
static const unsigned char occlusion_js[] = {
#embed "page/occlusion.js"
};
static const unsigned char model_menu_js[] = {
#embed "page/model-menu.js"
};
static const unsigned char page_css[] = {
#embed "page/page.css"
};
static const unsigned char page_js[] = {
#embed "page/page.js"
};
static const unsigned char paper_js[] = {
#embed "page/paper.js"
};
static const unsigned char pictures_js[] = {
#embed "page/pictures.js"
};
static const unsigned char served_js[] = {
#embed "page/served.js"
};
static const unsigned char server_model_js[] = {
#embed "page/server-model.js"
};
static const unsigned char teaching_sentences_js[] = {
#embed "page/teaching-sentences.js"
};
static const unsigned char teaching_server_js[] = {
#embed "page/teaching-server.js"
};
static const unsigned char teaching_table_js[] = {
#embed "page/teaching-table.js"
};
static const unsigned char teaching_texts_js[] = {
#embed "page/teaching-texts.js"
};
static const unsigned char teaching_versions_js[] = {
#embed "page/teaching-versions.js"
};
static const unsigned char teaching_css[] = {
#embed "page/teaching.css"
};
static const unsigned char teaching_js[] = {
#embed "page/teaching.js"
};
static const unsigned char texts_js[] = {
#embed "page/texts.js"
};
static const unsigned char token_js[] = {
#embed "page/token.js"
};
static const unsigned char working_js[] = {
#embed "page/working.js"
};

#define FILE(path, name) {path, name, sizeof name}

static const struct inkling_page_file files[] = {
  FILE("answer.js", answer_js),
  FILE("contributor.js", contributor_js),
  FILE("correcting.js", correcting_js),
  FILE("drawing.js", drawing_js),
  FILE("elements.js", elements_js),
  FILE("exported.js", exported_js),
  FILE("framing/cutouts.js", framing_cutouts_js),
  FILE("framing/digit-frame.js", framing_digit_frame_js),
  FILE("framing/fitting.js", framing_fitting_js),
  FILE("framing/framing.js", framing_framing_js),
  FILE("framing/ink.js", framing_ink_js),
  FILE("framing/lines.js", framing_lines_js),
  FILE("framing/paper.js", framing_paper_js),
  FILE("framing/pieces.js", framing_pieces_js),
  FILE("framing/plane.js", framing_plane_js),
  FILE("framing/resizing.js", framing_resizing_js),
  FILE("framing/ruled-lines.js", framing_ruled_lines_js),
  FILE("framing/ruled-strips.js", framing_ruled_strips_js),
  FILE("framing/said-ink.js", framing_said_ink_js),
  FILE("framing/stroke-width.js", framing_stroke_width_js),
  FILE("gallery.js", gallery_js),
  FILE("index.html", index_html),
  FILE("inside.js", inside_js),
  FILE("kept-token.js", kept_token_js),
  FILE("local-model.js", local_model_js),
  FILE("occlusion.js", occlusion_js),
  FILE("model-menu.js", model_menu_js),
  FILE("page.css", page_css),
  FILE("page.js", page_js),
  FILE("paper.js", paper_js),
  FILE("pictures.js", pictures_js),
  FILE("served.js", served_js),
  FILE("server-model.js", server_model_js),
  FILE("teaching-sentences.js", teaching_sentences_js),
  FILE("teaching-server.js", teaching_server_js),
  FILE("teaching-table.js", teaching_table_js),
  FILE("teaching-texts.js", teaching_texts_js),
  FILE("teaching-versions.js", teaching_versions_js),
  FILE("teaching.css", teaching_css),
  FILE("teaching.js", teaching_js),
  FILE("texts.js", texts_js),
  FILE("token.js", token_js),
  FILE("working.js", working_js),
};

struct inkling_page_file inkling_page_file(size_t place) {
  if (place < sizeof files / sizeof files[0]) return files[place];
  return (struct inkling_page_file){0, 0, 0};
}
