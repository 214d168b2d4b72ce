// SPDX-License-Identifier: GPL-2.0-only
#include "vt.h"

#include "charset.h"

#define VT_BEL 0x07
#define VT_CAN 0x18
#define VT_SUB 0x1a
#define VT_ESC 0x1b
#define VT_DEL 0x7f

#define VT_PARAM_MAX 9999

#define VT_DECAWM 7
#define VT_DECTCEM 25

static bool vt_is_digit(u8 byte)
{
	return byte >= '0' && byte <= '9';
}

static bool vt_is_final(u8 byte)
{
	return byte >= 0x40 && byte < VT_DEL;
}

static u16 vt_append_digit(u16 value, u8 digit)
{
	u32 next = value * 10 + digit - '0';

	return next > VT_PARAM_MAX ? VT_PARAM_MAX : next;
}

static int vt_hex(u8 digit)
{
	if (vt_is_digit(digit))
		return digit - '0';
	digit |= 0x20;
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* charset_cell() returns 0 for DEL and C1 controls too: they take no cell. */
static void vt_print(struct screen *screen, u32 cp)
{
	enum charset_cluster cluster = screen->composable ? screen->cluster : CHARSET_ALONE;
	u32 cell;

	if (charset_joins(&cluster, cp)) {
		screen_combine(screen, cp);
	} else {
		cell = charset_cell(cp);
		if (cell)
			screen_print(screen, cell);
		else
			cluster = CHARSET_ALONE;
	}
	screen->cluster = cluster;
}

/* The controls that act everywhere except inside a string. */
static void vt_control(struct screen *screen, u8 byte)
{
	switch (byte) {
	case '\b':
		screen_backspace(screen);
		break;
	case '\t':
		screen_tab(screen, 1);
		break;
	case '\n':
		screen_line_feed(screen);
		break;
	case '\f':
		screen_clear(screen);
		break;
	case '\r':
		screen_carriage_return(screen);
		break;
	}
}

/* Move to @col of the same row, like a carriage return and moves to the right. */
static void vt_move_to_col(struct screen *screen, unsigned int col)
{
	screen_carriage_return(screen);
	screen_move_by(screen, 0, col);
}

/* "x12;", "y3;", "x12y3;" and so on; if malformed, the cursor stays. */
static void vt_lcd_goto(const struct vt *vt, struct screen *screen)
{
	const char *in = vt->lcd;
	u16 x = screen->col;
	u16 y = screen->row;
	bool has_y = false;

	while (*in != ';') {
		u16 *value = *in == 'x' ? &x : &y;

		if ((*in != 'x' && *in != 'y') || !vt_is_digit(in[1]))
			return;
		has_y |= *in == 'y';
		*value = 0;
		for (in++; vt_is_digit(*in); in++)
			*value = vt_append_digit(*value, *in);
	}
	if (has_y)
		screen_move_to(screen, y, x);
	else
		vt_move_to_col(screen, x);
}

/* "G3" and two hexadecimal digits for each row; rows may be missing at the end. */
static void vt_lcd_glyph(const struct vt *vt, struct screen *screen)
{
	unsigned int glyph = vt->lcd[1] - '0';
	const char *in = vt->lcd + 2;
	unsigned int row;

	if (glyph >= SCREEN_GLYPHS)
		return;
	for (row = 0; row < SCREEN_GLYPH_ROWS; row++, in += 2) {
		if (vt_hex(in[0]) < 0 || vt_hex(in[1]) < 0)
			return;
		screen->glyphs[glyph][row] =
			(vt_hex(in[0]) << 4 | vt_hex(in[1])) & SCREEN_GLYPH_MASK;
	}
}

/* "v100": on at that level; "v0": off. */
static void vt_lcd_level(const struct vt *vt, struct screen *screen)
{
	const char *in = vt->lcd + 1;
	u16 level = 0;

	while (vt_is_digit(*in))
		level = vt_append_digit(level, *in++);
	if (*in != ';' || in == vt->lcd + 1)
		return;
	screen->backlight = level;
	if (level)
		screen->level = level < SCREEN_LIGHT_FULL ? level : SCREEN_LIGHT_FULL;
}

/* A command with arguments ends at ';'. If that is too far away, drop it as charlcd does. */
static void vt_lcd_argument(struct vt *vt, struct screen *screen, u8 byte)
{
	vt->lcd[vt->lcd_len++] = byte;
	if (byte != ';') {
		if (vt->lcd_len == VT_LCD_MAX)
			vt->state = VT_GROUND;
		return;
	}
	vt->state = VT_GROUND;
	if (vt->lcd[0] == 'G')
		vt_lcd_glyph(vt, screen);
	else if (vt->lcd[0] == 'v')
		vt_lcd_level(vt, screen);
	else
		vt_lcd_goto(vt, screen);
}

/* f F n N L R are commands of charlcd for a panel; ignore them like unknown letters. */
static void vt_lcd_command(struct vt *vt, struct screen *screen, u8 byte)
{
	vt->state = VT_GROUND;
	switch (byte) {
	case 'D':
	case 'd':
		screen->power = byte == 'D';
		break;
	case 'C':
	case 'c':
		screen->cursor = byte == 'C';
		break;
	case 'B':
	case 'b':
		screen->blink = byte == 'B';
		break;
	case '+':
	case '-':
		screen->backlight = byte == '+';
		break;
	case '*':
		screen->requests |= SCREEN_FLASH;
		break;
	case 'I':
		screen->requests |= SCREEN_REINIT;
		break;
	case 'l':
		screen_move_by(screen, 0, -1);
		break;
	case 'r':
		screen_move_by(screen, 0, 1);
		break;
	case 'k':
		screen_erase_line(screen, SCREEN_ERASE_TO_END);
		break;
	case 'G':
	case 'v':
	case 'x':
	case 'y':
		vt->state = VT_LCD;
		vt_lcd_argument(vt, screen, byte);
		break;
	default:
		if (!vt_is_final(byte))
			vt->state = VT_CSI_IGNORE;
	}
}

static void vt_lcd(struct vt *vt, struct screen *screen, u8 byte)
{
	if (vt->lcd_len)
		vt_lcd_argument(vt, screen, byte);
	else
		vt_lcd_command(vt, screen, byte);
}

static void vt_csi_begin(struct vt *vt)
{
	vt->state = VT_CSI;
	vt->private = 0;
	vt->count = 0;
	memset(vt->params, 0, sizeof(vt->params));
}

static bool vt_csi_at_start(const struct vt *vt)
{
	return !vt->private && !vt->count;
}

static void vt_csi_param(struct vt *vt, u8 byte)
{
	if (!vt->count)
		vt->count = 1;
	if (vt->count > VT_MAX_PARAMS)
		return;
	if (byte == ';')
		vt->count++;
	else
		vt->params[vt->count - 1] =
			vt_append_digit(vt->params[vt->count - 1], byte);
}

/* DECSET and DECRST: CSI ? ... h and CSI ? ... l */
static void vt_csi_modes(const struct vt *vt, struct screen *screen, bool on)
{
	unsigned int i;

	for (i = 0; i < vt->count && i < VT_MAX_PARAMS; i++) {
		if (vt->params[i] == VT_DECAWM)
			screen_set_autowrap(screen, on);
		if (vt->params[i] == VT_DECTCEM)
			screen->cursor = on;
	}
}

static void vt_csi_final(const struct vt *vt, struct screen *screen, u8 final)
{
	int n = vt->params[0] ? vt->params[0] : 1;
	int m = vt->params[1] ? vt->params[1] : 1;

	switch (final) {
	case '@':	/* ICH */
		screen_insert_cells(screen, n);
		break;
	case 'A':	/* CUU */
	case 'k':	/* VPB */
		screen_move_by(screen, -n, 0);
		break;
	case 'B':	/* CUD */
	case 'e':	/* VPR */
		screen_move_by(screen, n, 0);
		break;
	case 'C':	/* CUF */
	case 'a':	/* HPR */
		screen_move_by(screen, 0, n);
		break;
	case 'D':	/* CUB */
	case 'j':	/* HPB */
		screen_move_by(screen, 0, -n);
		break;
	case 'E':	/* CNL */
		screen_move_by(screen, n, 0);
		screen_carriage_return(screen);
		break;
	case 'F':	/* CPL */
		screen_move_by(screen, -n, 0);
		screen_carriage_return(screen);
		break;
	case 'G':	/* CHA */
	case '`':	/* HPA */
		vt_move_to_col(screen, n - 1);
		break;
	case 'H':	/* CUP */
	case 'f':	/* HVP */
		screen_move_to(screen, n - 1, m - 1);
		break;
	case 'I':	/* CHT */
		screen_tab(screen, n);
		break;
	case 'J':	/* ED */
		if (vt->params[0] <= SCREEN_ERASE_ALL)
			screen_erase_display(screen, vt->params[0]);
		break;
	case 'K':	/* EL */
		if (vt->params[0] <= SCREEN_ERASE_ALL)
			screen_erase_line(screen, vt->params[0]);
		break;
	case 'L':	/* IL, with a parameter: see vt_csi() */
		screen_insert_rows(screen, n);
		break;
	case 'M':	/* DL */
		screen_insert_rows(screen, -n);
		break;
	case 'P':	/* DCH */
		screen_insert_cells(screen, -n);
		break;
	case 'S':	/* SU */
		screen_scroll(screen, n);
		break;
	case 'T':	/* SD; with five parameters it would track the mouse */
		if (vt->count <= 1)
			screen_scroll(screen, -n);
		break;
	case 'X':	/* ECH */
		screen_erase_cells(screen, n);
		break;
	case 'Z':	/* CBT */
		screen_tab(screen, -n);
		break;
	case 'b':	/* REP */
		screen_repeat(screen, n);
		break;
	case 'd':	/* VPA */
		screen_move_to(screen, n - 1, screen->col);
		break;
	case 'r':	/* DECSTBM */
		screen_set_margins(screen, n - 1,
				   vt->params[1] ? m - 1 : screen->rows - 1);
		break;
	case 's':	/* SCP; with parameters it would be DECSLRM */
		if (!vt->count)
			screen_save_cursor(screen);
		break;
	case 'u':	/* RCP */
		if (!vt->count)
			screen_restore_cursor(screen);
		break;
	}
}

static void vt_csi_dispatch(struct vt *vt, struct screen *screen, u8 final)
{
	vt->state = VT_GROUND;
	if (!vt->private)
		vt_csi_final(vt, screen, final);
	else if (vt->private == '?' && (final == 'h' || final == 'l'))
		vt_csi_modes(vt, screen, final == 'h');
}

static void vt_csi(struct vt *vt, struct screen *screen, u8 byte)
{
	if (vt_is_digit(byte) || byte == ';') {
		vt_csi_param(vt, byte);
	} else if (byte == 'L' && vt_csi_at_start(vt)) {
		vt->state = VT_LCD;
		vt->lcd_len = 0;
	} else if (vt_is_final(byte)) {
		vt_csi_dispatch(vt, screen, byte);
	} else if (byte >= '<' && vt_csi_at_start(vt)) {
		vt->private = byte;
	} else if (byte == '!' && vt_csi_at_start(vt)) {
		vt->state = VT_CSI_BANG;
	} else {
		vt->state = VT_CSI_IGNORE;
	}
}

static void vt_csi_bang(struct vt *vt, struct screen *screen, u8 byte)
{
	vt->state = vt_is_final(byte) ? VT_GROUND : VT_CSI_IGNORE;
	if (byte == 'p')	/* DECSTR */
		screen_soft_reset(screen);
}

static void vt_escape(struct vt *vt, struct screen *screen, u8 byte)
{
	vt->state = VT_GROUND;
	switch (byte) {
	case '[':
		vt_csi_begin(vt);
		break;
	case 'P':	/* DCS */
	case 'X':	/* SOS */
	case ']':	/* OSC */
	case '^':	/* PM */
	case '_':	/* APC */
		vt->state = VT_STRING;
		break;
	case '7':	/* DECSC */
		screen_save_cursor(screen);
		break;
	case '8':	/* DECRC */
		screen_restore_cursor(screen);
		break;
	case 'D':	/* IND */
		screen_index(screen);
		break;
	case 'E':	/* NEL */
		screen_index(screen);
		screen_carriage_return(screen);
		break;
	case 'M':	/* RI */
		screen_reverse_index(screen);
		break;
	case 'c':	/* RIS: back to power-on; the user glyphs stay */
		screen_reset(screen);
		screen->power = true;
		screen->backlight = true;
		break;
	default:
		if (byte < 0x30)
			vt->state = VT_ESCAPE_INT;
	}
}

static void vt_char(struct vt *vt, struct screen *screen, u32 cp)
{
	if (cp == VT_ESC)
		vt->state = VT_ESCAPE;
	else if (cp < SCREEN_GLYPHS)
		screen_print(screen, SCREEN_GLYPH_FIRST + cp);
	else if (cp < ' ')
		vt_control(screen, cp);
	else
		vt_print(screen, cp);
}

static void vt_ground(struct vt *vt, struct screen *screen, u8 byte)
{
	enum utf8_step step;
	u32 cp;

	do {
		step = utf8_step(&vt->utf8, byte, &cp);
		if (step != UTF8_MORE)
			vt_char(vt, screen, cp);
	} while (step == UTF8_BROKEN);
}

static void vt_graphic(struct vt *vt, struct screen *screen, u8 byte)
{
	switch (vt->state) {
	case VT_ESCAPE:
		vt_escape(vt, screen, byte);
		break;
	case VT_CSI:
		vt_csi(vt, screen, byte);
		break;
	case VT_CSI_BANG:
		vt_csi_bang(vt, screen, byte);
		break;
	case VT_LCD:
		vt_lcd(vt, screen, byte);
		break;
	case VT_ESCAPE_INT:
		if (byte >= 0x30)
			vt->state = VT_GROUND;
		break;
	case VT_CSI_IGNORE:
		if (vt_is_final(byte))
			vt->state = VT_GROUND;
		break;
	default:
		break;
	}
}

/* Handle a byte inside a sequence; first the bytes that end or interrupt every sequence. */
static void vt_sequence(struct vt *vt, struct screen *screen, u8 byte)
{
	if (byte == VT_ESC) {
		vt->state = VT_ESCAPE;
	} else if (byte == '\n' || byte == VT_CAN || byte == VT_SUB) {
		vt->state = VT_GROUND;
		vt_control(screen, byte);
	} else if (vt->state == VT_STRING) {
		if (byte == VT_BEL)
			vt->state = VT_GROUND;
	} else if (byte < ' ') {
		vt_control(screen, byte);
	} else if (byte < VT_DEL) {
		vt_graphic(vt, screen, byte);
	} else if (byte > VT_DEL) {
		vt->state = VT_GROUND;
		vt_ground(vt, screen, byte);
	}
}

void vt_init(struct vt *vt)
{
	memset(vt, 0, sizeof(*vt));
}

void vt_write(struct vt *vt, struct screen *screen, const u8 *bytes, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (vt->state == VT_GROUND)
			vt_ground(vt, screen, bytes[i]);
		else
			vt_sequence(vt, screen, bytes[i]);
	}
}
