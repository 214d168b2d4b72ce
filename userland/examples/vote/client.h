/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VOTE_CLIENT_H
#define VOTE_CLIENT_H

int client_main(int argc, char **argv);

#endif
