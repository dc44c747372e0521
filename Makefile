# make help tells what can be asked for.
SHELL := /bin/bash
.DEFAULT_GOAL := build

BUILD ?= build
MODE ?= release
CC = gcc
PACKAGES = libzmq libczmq msgpack hiredis libpq libcrypto libmicrohttpd libcyaml libpcre2-8 jansson libzstd yaml-0.1

WARNINGS = -Wall -Wextra -Werror -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla \
  -Wformat=2 -Wimplicit-fallthrough -Wcast-qual -Wwrite-strings -Wpointer-arith -Wnull-dereference \
  -Wdouble-promotion -Wswitch-enum -fno-common
CPPFLAGS += -I. -D_GNU_SOURCE $(shell pkg-config --cflags-only-I $(PACKAGES) 2>/dev/null)
CFLAGS_release = -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
LDFLAGS_release = -pie -Wl,-z,relro,-z,now
CFLAGS_sanitize = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
LDFLAGS_sanitize = -fsanitize=address,undefined
CFLAGS += -std=gnu17 $(WARNINGS) $(CFLAGS_$(MODE)) -MMD -MP
LDFLAGS += $(LDFLAGS_$(MODE))
LDLIBS = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lpthread -lm

# release objects lie in build/release, sanitized ones in build/sanitize; the release programs in build/bin.
OUT = $(BUILD)/$(MODE)
BIN_release = $(BUILD)/bin
BIN_sanitize = $(BUILD)/sanitize/bin
BIN = $(BIN_$(MODE))

COMMON_SOURCES := $(sort $(shell find common proto -name '*.c' -not -path '*/tools/*'))
SERVICES := $(sort $(patsubst services/%/main.c,%,$(wildcard services/*/main.c)))
LIBRARY = $(OUT)/libshouli.a
program_of = $(if $(filter cli,$(1)),shouli,shouli-$(1))
PROGRAMS := $(foreach s,$(SERVICES),$(BIN)/$(call program_of,$(s)))

UNIT_TESTS := $(sort $(shell find tests/unit -name '*_test.c' 2>/dev/null))
UNIT_PROGRAMS := $(UNIT_TESTS:%.c=$(OUT)/%)

.PHONY: build unit format
build: $(PROGRAMS)

$(OUT)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc    $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

$(LIBRARY): $(COMMON_SOURCES:%.c=$(OUT)/%.o)
	@rm -f $@
	@$(AR) rcs $@ $^

# One library a service, without its main.c, so that tests can link the decisions.
define service_rules
$(1)_OBJECTS := $$(patsubst %.c,$(OUT)/%.o,$$(filter-out services/$(1)/main.c,$$(sort $$(shell find services/$(1) -name '*.c'))))
$(OUT)/services/lib$(1).a: $$($(1)_OBJECTS)
	@rm -f $$@
	@$(AR) rcs $$@ $$^
$(BIN)/$(call program_of,$(1)): $(OUT)/services/$(1)/main.o $(OUT)/services/lib$(1).a $(LIBRARY)
	@mkdir -p $$(@D)
	@echo "  link  $$@"
	@$(CC) $(LDFLAGS) $$(filter %.o,$$^) $$(filter %.a,$$^) $(LDLIBS) -o $$@
endef
$(foreach s,$(SERVICES),$(eval $(call service_rules,$(s))))

# tests/unit/services/<name>/x_test.c links the library of its service.
.SECONDARY:
.SECONDEXPANSION:
$(OUT)/tests/unit/%_test: $(OUT)/tests/unit/%_test.o $$(if $$(filter services/%,$$*),$(OUT)/services/lib$$(word 2,$$(subst /, ,$$*)).a) $(LIBRARY)
	@$(CC) $(LDFLAGS) $^ $(LDLIBS) -lcmocka -o $@

# make unit [MODE=sanitize] [ONLY=part-of-a-path]
unit: $(foreach t,$(UNIT_PROGRAMS),$(if $(or $(if $(ONLY),,all),$(findstring $(ONLY),$(t))),$(t)))
	@for t in $^; do $$t || exit 1; done

format:
	@find common proto services tests -name '*.[ch]' | xargs clang-format -i

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
