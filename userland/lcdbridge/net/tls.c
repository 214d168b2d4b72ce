// SPDX-License-Identifier: GPL-2.0-only
#include "tls.h"

#include <errno.h>
#include <event2/bufferevent_ssl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/log.h"

/**
 * struct tls - the state that connections share
 * @context: of OpenSSL
 */
struct tls {
	SSL_CTX *context;
};

static const char *tls_error(void)
{
	unsigned long error = ERR_get_error();
	const char *why = ERR_GET_LIB(error) == ERR_LIB_SYS ?
			  strerror(ERR_GET_REASON(error)) : ERR_reason_error_string(error);

	ERR_clear_error();
	return why ? why : "cannot be used";
}

static bool tls_fail(const char *what)
{
	log_errx("tls: %s: %s", what, tls_error());
	return false;
}

/* Without this, OpenSSL would ask for a password on the terminal, and wait. */
static int tls_on_password(char *password, int size, int writing, void *arg)
{
	bool *encrypted = arg;

	*encrypted = true;
	return -1;
}

const char *tls_key_problem(const char *path)
{
	FILE *file = fopen(path, "re");
	bool encrypted = false;
	EVP_PKEY *key;

	if (!file)
		return strerror(errno);
	key = PEM_read_PrivateKey(file, NULL, tls_on_password, &encrypted);
	fclose(file);
	if (key) {
		EVP_PKEY_free(key);
		return NULL;
	}
	ERR_clear_error();
	return encrypted ? "the key is encrypted, and nobody is there to type its password" :
			   "no private key in PEM";
}

/* Load the files, and require client certificates that the CA has signed. */
static bool tls_load(SSL_CTX *context, const struct config *config)
{
	const char *wrong = tls_key_problem(config->tls_key);

	SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
	SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
	/* No session resumption. Many clients close without TLS's alert: accept that as the end. */
	SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	if (SSL_CTX_use_certificate_chain_file(context, config->tls_certificate) != 1)
		return tls_fail(config->tls_certificate);
	if (wrong) {
		log_errx("tls: %s: %s", config->tls_key, wrong);
		return false;
	}
	if (SSL_CTX_use_PrivateKey_file(context, config->tls_key, SSL_FILETYPE_PEM) != 1)
		return tls_fail(config->tls_key);
	if (SSL_CTX_load_verify_locations(context, config->tls_ca, NULL) != 1)
		return tls_fail(config->tls_ca);
	return true;
}

struct tls *tls_new(const struct config *config)
{
	struct tls *tls = calloc(1, sizeof(*tls));

	if (!tls)
		return NULL;
	tls->context = SSL_CTX_new(TLS_server_method());
	if (tls->context && tls_load(tls->context, config))
		return tls;
	tls_free(tls);
	return NULL;
}

static bool tls_try_with(SSL_CTX *context, const char *ca, const char *certificate,
			 const char *key)
{
	struct stat st;
	bool folder = ca && !stat(ca, &st) && S_ISDIR(st.st_mode);

	if (ca && SSL_CTX_load_verify_locations(context, folder ? NULL : ca,
						folder ? ca : NULL) != 1)
		return tls_fail(ca);
	if (certificate && SSL_CTX_use_certificate_chain_file(context, certificate) != 1)
		return tls_fail(certificate);
	if (key && SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1)
		return tls_fail(key);
	return true;
}

bool tls_try(const char *ca, const char *certificate, const char *key)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	bool right = context && tls_try_with(context, ca, certificate, key);

	SSL_CTX_free(context);
	return right;
}

void tls_free(struct tls *tls)
{
	SSL_CTX_free(tls->context);
	free(tls);
}

struct bufferevent *tls_accept(struct tls *tls, struct event_base *base, evutil_socket_t fd)
{
	SSL *ssl = SSL_new(tls->context);
	struct bufferevent *bev;

	if (!ssl)
		return NULL;
	bev = bufferevent_openssl_socket_new(base, fd, ssl, BUFFEREVENT_SSL_ACCEPTING,
					     BEV_OPT_CLOSE_ON_FREE);
	if (!bev)
		SSL_free(ssl);
	return bev;
}

bool tls_is(struct bufferevent *bev)
{
	return bufferevent_openssl_get_ssl(bev);
}

void tls_connected(struct bufferevent *bev, const char *source, const char *name)
{
	SSL *ssl = bufferevent_openssl_get_ssl(bev);
	X509 *certificate = ssl ? SSL_get1_peer_certificate(ssl) : NULL;
	char subject[256];

	if (!certificate)
		return;
	X509_NAME_oneline(X509_get_subject_name(certificate), subject, sizeof(subject));
	X509_free(certificate);
	log_info("%s: %s: certificate %s", source, name, subject);
}

const char *tls_problem(struct bufferevent *bev)
{
	SSL *ssl = bufferevent_openssl_get_ssl(bev);
	unsigned long error = ssl ? bufferevent_get_openssl_error(bev) : 0;

	if (!error)
		return NULL;
	if (SSL_get_verify_result(ssl) != X509_V_OK)
		return X509_verify_cert_error_string(SSL_get_verify_result(ssl));
	return ERR_reason_error_string(error);
}

void tls_say_goodbye(struct bufferevent *bev)
{
	SSL *ssl = bufferevent_openssl_get_ssl(bev);

	if (!ssl)
		return;		/* without TLS, OpenSSL is not even initialized: 1.3 MB */
	if (SSL_is_init_finished(ssl))
		SSL_shutdown(ssl);
	ERR_clear_error();	/* all connections share the queue */
}
