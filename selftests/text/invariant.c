// SPDX-License-Identifier: GPL-2.0-only
#include "invariant.h"

#include "charset.h"

static bool is_stored_as_it_is(u32 cell)
{
	if (cell >= ' ' && cell < 0x7f)		/* saves most of the time of a fuzzer */
		return true;
	return !charset_combining(cell) && charset_cell(cell) == cell;
}

static const char *cells_state(const struct screen *screen)
{
	for (unsigned int row = 0; row < SCREEN_MAX_ROWS; row++) {
		for (unsigned int col = 0; col < SCREEN_MAX_COLS; col++) {
			u32 cell = screen->cells[row][col];

			if ((row >= screen->rows || col >= screen->cols) && cell != ' ')
				return "a cell outside the screen is not blank";
			if (!is_stored_as_it_is(cell))
				return "a cell holds what would not be stored as it is";
		}
	}
	return NULL;
}

static const char *cursor_state(const struct screen *screen)
{
	if (screen->row >= screen->rows || screen->col >= screen->cols)
		return "the cursor is outside the screen";
	if (screen->wrap_pending && screen->col != screen->cols - 1)
		return "a wrap is pending before the last column";
	if (screen->wrap_pending && !screen->autowrap)
		return "a wrap is pending without autowrap";
	if (screen->scroll_pending && screen->row != screen->bottom)
		return "a scroll is pending off the bottom margin";
	if (screen->scroll_pending && screen->wrap_pending)
		return "a wrap and a scroll are pending";
	if (screen->bottom >= screen->rows || screen->top > screen->bottom ||
	    (screen->top == screen->bottom && screen->rows > 1))
		return "the margins are not two rows of the screen";
	if (screen->composable && (screen->composed_row >= screen->rows ||
				   screen->composed_col >= screen->cols))
		return "a mark would join a character outside the screen";
	if (screen->cluster > CHARSET_HANGUL)
		return "what joins the last character is of no kind";
	return NULL;
}

static const char *vt_state(const struct vt *vt)
{
	if (vt->state > VT_STRING)
		return "the parser is in no state";
	if (vt->utf8.left >= UTF8_MAX || (vt->utf8.left && vt->state != VT_GROUND))
		return "the decoder is in no state";
	if (vt->count > VT_MAX_PARAMS + 1)
		return "the parser has more parameters than it counts";
	if (vt->lcd_len > VT_LCD_MAX || (vt->state == VT_LCD && vt->lcd_len == VT_LCD_MAX))
		return "the parser has no room for the next byte";
	for (unsigned int i = 0; i < VT_MAX_PARAMS; i++)
		if (vt->params[i] > 9999)
			return "a parameter is above 9999";
	return NULL;
}

const char *invariant_state(const struct vt *vt, const struct screen *screen)
{
	const u8 *glyph_rows = (const u8 *)screen->glyphs;
	const char *broken;

	for (size_t i = 0; i < sizeof(screen->glyphs); i++)
		if (glyph_rows[i] & ~SCREEN_GLYPH_MASK)
			return "a glyph is wider than five pixels";
	if (screen->requests & ~(SCREEN_REINIT | SCREEN_FLASH))
		return "nobody knows that request";

	broken = vt_state(vt);
	if (!broken)
		broken = cursor_state(screen);
	if (!broken)
		broken = cells_state(screen);
	return broken;
}

const char *invariant_round_trip(const struct screen *screen)
{
	char text[SCREEN_TEXT_MAX], again[SCREEN_TEXT_MAX];
	size_t count = screen_text(screen, text);
	struct screen other = *screen;
	struct vt vt = { 0 };

	screen_reset(&other);
	vt_write(&vt, &other, (const u8 *)text, count);
	if (memcmp(screen->cells, other.cells, sizeof(other.cells)))
		return "the text of the screen makes another screen";
	if (screen_text(&other, again) != count || memcmp(text, again, count))
		return "the text of the screen makes another text";
	return NULL;
}

const char *invariant_cut(unsigned int rows, unsigned int cols, const u8 *bytes,
			  size_t count, size_t piece)
{
	struct screen whole, pieces;
	struct vt whole_vt, pieces_vt;

	vt_init(&whole_vt);
	vt_init(&pieces_vt);
	screen_init(&whole, rows, cols);
	screen_init(&pieces, rows, cols);
	vt_write(&whole_vt, &whole, bytes, count);
	for (size_t i = 0; i < count; i += piece)
		vt_write(&pieces_vt, &pieces, bytes + i,
			 count - i < piece ? count - i : piece);
	if (memcmp(&whole, &pieces, sizeof(whole)))
		return "the screen depends on how the stream is cut";
	if (memcmp(&whole_vt, &pieces_vt, sizeof(whole_vt)))
		return "the parser depends on how the stream is cut";
	return NULL;
}
