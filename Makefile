# make help tells what can be asked for.
SHELL := /bin/bash
.DEFAULT_GOAL := build

BUILD ?= build
MODE ?= release
PACKAGES = libzmq libczmq msgpack hiredis libpq libssl libcrypto libsodium libmicrohttpd libcyaml libpcre2-8 jansson libzstd yaml-0.1
# Asked once; empty when one of them is missing.
PACKAGE_INCLUDES := $(shell pkg-config --cflags-only-I $(PACKAGES) 2>/dev/null)
PACKAGE_LIBRARIES := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)
ifeq ($(filter release sanitize fuzz,$(MODE)),)
$(error MODE is $(MODE); give release, sanitize or fuzz)
endif

WARNINGS = -Wall -Wextra -Werror -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla \
  -Wformat=2 -Wimplicit-fallthrough -Wcast-qual -Wwrite-strings -Wpointer-arith -Wnull-dereference \
  -Wdouble-promotion -Wswitch-enum -fno-common
# What is made of the data of Debian packages lies in build, not among the sources.
MADE = $(BUILD)/made
CPPFLAGS += -I. -I$(MADE) -D_GNU_SOURCE $(PACKAGE_INCLUDES)
CFLAGS_release = $(WARNINGS) -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
LDFLAGS_release = -pie -Wl,-z,relro,-z,now
CFLAGS_sanitize = $(WARNINGS) -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
# Hundreds of programs are linked for tests alone: gold (of binutils) takes 0.1 s each, the usual linker 0.3.
LDFLAGS_sanitize = -fsanitize=address,undefined -fuse-ld=gold
# The fuzzer is clang's; its warnings are not the ones the code is written to, gcc has had its say by then.
CFLAGS_fuzz = -w -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
LDFLAGS_fuzz = -fsanitize=fuzzer,address,undefined
CC = $(if $(filter fuzz,$(MODE)),clang,gcc)
CFLAGS += -std=gnu17 $(CFLAGS_$(MODE)) -MMD -MP
LDFLAGS += $(LDFLAGS_$(MODE)) -Wl,--as-needed
LDLIBS = $(PACKAGE_LIBRARIES) -lpthread -lm

# release objects lie in build/release, sanitized ones in build/sanitize; the release programs in build/bin.
OUT = $(BUILD)/$(MODE)
BIN_release = $(BUILD)/bin
BIN = $(or $(BIN_$(MODE)),$(OUT)/bin)

COMMON_SOURCES := $(sort $(shell find common proto -name '*.c' -not -path '*/tools/*' 2>/dev/null))
LIBRARY = $(OUT)/libshouli.a

# Each of these folders is a library for its tests, and with a main.c a program: build/bin/shouli-<folder>, the
# command line itself build/bin/shouli.
FOLDERS := $(sort $(patsubst %/,%,$(dir $(wildcard services/*/*.c deploy/local/*/*.c tests/example/*/*.c))))
WITH_MAIN := $(sort $(patsubst %/main.c,%,$(wildcard services/*/main.c deploy/local/*/main.c tests/example/*/main.c)))
program_of = $(BIN)/$(if $(filter services/cli,$(1)),shouli,shouli-$(notdir $(1)))
library_of = $(OUT)/$(dir $(1))lib$(notdir $(1)).a
PROGRAMS := $(foreach f,$(WITH_MAIN),$(call program_of,$(f)))

# What routes Chinese texts, and the phrasings that it is learnt from.
ZH_MODEL = $(BUILD)/share/model/zh.model
ZH_PHRASINGS := $(sort $(wildcard deploy/config/model/training/*.tsv))

UNIT_TESTS := $(sort $(shell find tests/unit -name '*_test.c' 2>/dev/null))
UNIT_PROGRAMS := $(UNIT_TESTS:%.c=$(OUT)/%)
SERVICE_TESTS := $(sort $(shell find tests/service -name '*_test.c' 2>/dev/null))
SERVICE_PROGRAMS := $(SERVICE_TESTS:%.c=$(OUT)/%)
FUZZ_TESTS := $(sort $(shell find tests/fuzz -name '*_fuzz.c' 2>/dev/null))
FUZZ_PROGRAMS := $(FUZZ_TESTS:%.c=$(OUT)/%)
RIG_SOURCES := $(sort $(wildcard tests/rig/*.c))
RIG = $(OUT)/tests/librig.a
SUPPORT_SOURCES := $(sort $(wildcard tests/support/*.c))
SUPPORT = $(OUT)/tests/libsupport.a
# What a generator wrote is laid out by the generator.
C_FILES = $(shell find common proto services deploy tests -name '*.[ch]' 2>/dev/null | xargs grep -LiE '(generated|written) by [^ ]+\.py')

.PHONY: help install test-packages build run up down clean-run test unit unit-programs service-programs fuzz-programs \
  lint format format-check fuzz chaos failover eval bench soak clean sbom test-compose monitor test-monitoring
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile

install: ## install the Debian packages that are missing (PROFILE=run or test)
	@deploy/local/install.sh $(or $(PROFILE),test)

build: $(PROGRAMS) $(ZH_MODEL) ## the programs in build/bin, the Chinese model in build/share/model

# Learnt anew when its phrasings or the learning changed; the narrow networks keep it above 100,000 texts a second. Other
# modes have the release's program learn it: it is the same bytes, in a tenth of the time.
$(ZH_MODEL): $(ZH_PHRASINGS) $(wildcard services/cli/train*.[ch] services/cli/label_cell.[ch] common/model/*.[ch]) \
  common/text/normalise.c common/lines.c | $(if $(filter release,$(MODE)),$(BIN)/shouli)
ifeq ($(MODE),release)
	@mkdir -p $(@D)
	@echo "  learn $@"
	@$(BIN)/shouli train --quiet --pairs never --least 1 --hidden 32 --networks 2 --out $@ $(ZH_PHRASINGS) >$@.log || { cat $@.log; exit 1; }
else
	@$(MAKE) --no-print-directory MODE=release $@
endif

$(MADE)/common/text/fold_table.h: common/text/fold_table.py
	@mkdir -p $(@D)
	@echo "  make  $@"
	@/usr/bin/python3 $< $@.new && mv $@.new $@
$(OUT)/common/text/normalise.o: $(MADE)/common/text/fold_table.h

$(OUT)/%.o: %.c
	$(if $(PACKAGE_LIBRARIES),,$(error libraries that this is built on are missing; 'make install' installs them))
	@mkdir -p $(@D)
	@echo "  cc    $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

# Where a machine can multiply and add in one step a compiler may join the two, and round once: not where an answer,
# or what is learnt, is to be the same on every machine.
$(OUT)/common/model/%.o $(OUT)/services/cli/train%.o $(OUT)/services/router/%.o: CFLAGS += -ffp-contract=off

$(LIBRARY): $(COMMON_SOURCES:%.c=$(OUT)/%.o)
	@rm -f $@
	@$(AR) rcs $@ $^

$(RIG): $(RIG_SOURCES:%.c=$(OUT)/%.o)
	@rm -f $@
	@$(AR) rcs $@ $^

$(SUPPORT): $(SUPPORT_SOURCES:%.c=$(OUT)/%.o)
	@rm -f $@
	@$(AR) rcs $@ $^

# Only the command line trains models.
own_libraries_of = $(if $(filter services/cli%,$(1)),-llinear)

# A service that calls itself another version: for the test that old and new work side by side.
$(OUT)/next/service.o: common/engine/service.c
	@mkdir -p $(@D)
	@$(CC) $(CPPFLAGS) -DSHOULI_VERSION='"next"' $(CFLAGS) -c $< -o $@
$(BUILD)/next/shouli-%: $(OUT)/services/%/main.o $(OUT)/next/service.o $(OUT)/services/lib%.a $(LIBRARY)
	@mkdir -p $(@D)
	@$(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@

# One library a folder, without its main.c, so that tests can link the decisions.
# The example's two programs share one folder of sources.
sources_of = $(filter-out $(1)/main.c,$(sort $(wildcard $(1)/*.c) $(if $(filter tests/example/%,$(1)),$(wildcard tests/example/*.c))))
define folder_rules
$(call library_of,$(1)): $$(patsubst %.c,$(OUT)/%.o,$$(call sources_of,$(1)))
	@mkdir -p $$(@D)
	@rm -f $$@
	@$(AR) rcs $$@ $$^
$(call program_of,$(1)): $(OUT)/$(1)/main.o $(call library_of,$(1)) $(LIBRARY)
	@mkdir -p $$(@D)
	@echo "  link  $$@"
	@$(CC) $(LDFLAGS) $$(filter %.o,$$^) $$(filter %.a,$$^) $$(call own_libraries_of,$(1)) $(LDLIBS) -o $$@
endef
$(foreach f,$(FOLDERS),$(eval $(call folder_rules,$(f))))

# tests/unit/<folder>/x_test.c links the library of its folder, tests/service/<name>_x_test.c that of its service.
folder_of_unit = $(foreach f,$(FOLDERS),$(if $(filter $(f)/%,$(1)),$(f)))
folder_of_service = $(filter services/$(firstword $(subst _, ,$(subst /, ,$(1)))),$(FOLDERS))
libraries_of = $(foreach f,$(1),$(call library_of,$(f)))
.SECONDARY:
.SECONDEXPANSION:
$(OUT)/tests/unit/%_test: $(OUT)/tests/unit/%_test.o $(SUPPORT) $$(call libraries_of,$$(call folder_of_unit,$$*)) $(LIBRARY)
	@$(CC) $(LDFLAGS) $^ $(call own_libraries_of,$*) $(LDLIBS) -lcmocka -o $@
$(OUT)/tests/service/%_test: $(OUT)/tests/service/%_test.o $(RIG) $(SUPPORT) $$(call libraries_of,$$(call folder_of_service,$$*)) $(LIBRARY)
	@$(CC) $(LDFLAGS) $^ $(LDLIBS) -lcmocka -o $@
$(OUT)/tests/fuzz/%_fuzz: $(OUT)/tests/fuzz/%_fuzz.o $$(call libraries_of,$$(call folder_of_service,$$*)) $(LIBRARY)
	@$(CC) $(LDFLAGS) $^ $(call own_libraries_of,services/$(firstword $(subst _, ,$*))) $(LDLIBS) -lcmocka -o $@

CHOSEN_UNITS = $(foreach t,$(UNIT_PROGRAMS),$(if $(or $(if $(ONLY),,all),$(findstring $(ONLY),$(t))),$(t)))
# Whoever has only ever said `make run` lacks what tests are made of; takes no time when it is there.
test-packages:
	@deploy/local/install.sh test

unit: $(CHOSEN_UNITS) | $(ZH_MODEL) ## unit tests (MODE=sanitize, ONLY=part-of-a-path)
	$(if $(strip $(CHOSEN_UNITS)),,$(error no unit test has ONLY=$(ONLY) in its path))
	@for t in $^; do $$t || exit 1; done

unit-programs: $(UNIT_PROGRAMS)
service-programs: $(SERVICE_PROGRAMS)
fuzz-programs: $(FUZZ_PROGRAMS)

# The example's programs are the tests' own and go nowhere.
SHIPPED = $(filter-out $(foreach f,$(filter tests/%,$(WITH_MAIN)),$(call program_of,$(f))),$(PROGRAMS))
sbom: $(BUILD)/sbom.json ## what the programs are linked with: CycloneDX in build/sbom.json
$(BUILD)/sbom.json: deploy/sbom.py $(SHIPPED)
	@/usr/bin/python3 deploy/sbom.py $(SHIPPED) >$@.new
	@mv $@.new $@

monitor: | test-packages ## Prometheus and Alertmanager beside `make up`, until Ctrl-C
	@/usr/bin/python3 deploy/prometheus/local.py $(or $(SHOULI_RUN_DIR),run)

test-monitoring: build | test-packages ## rules, routes, dashboards, and each alert fired by its fault; 4 minutes
	@/usr/bin/python3 tests/monitoring/rules_test.py
	@/usr/bin/python3 tests/monitoring/dashboards_test.py
	@/usr/bin/python3 tests/monitoring/local_test.py
	@/usr/bin/python3 tests/monitoring/faults_test.py

test-compose: | test-packages ## build the images, start them, kill, scale, upgrade, stop; needs a container engine
	@/usr/bin/python3 tests/compose/run

run: ## install, build, start everything, play the sample requests in; Ctrl-C stops it
	@deploy/local/install.sh run
	@$(MAKE) --no-print-directory build
	@deploy/local/run

up: build ## start everything in the background; returns when all are ready
	@deploy/local/up

down: ## stop what `make up` started
	@deploy/local/down

clean-run: ## stop it and delete its data, keys and logs
	@deploy/local/down --clean

test: ## install, then every test; the last line counts them (TEST_SECONDS: what all may take)
	@deploy/local/install.sh test
	@/usr/bin/python3 tests/run-all $(if $(TEST_SECONDS),--seconds $(TEST_SECONDS))

lint: | test-packages ## the rules of the house, cppcheck, shellcheck, generated files
	@/usr/bin/python3 tests/lint/check

format: | test-packages ## lay the C files out
	@echo $(C_FILES) | xargs -r clang-format -i

format-check: ## whether `make format` would change a file
	@echo $(C_FILES) | xargs -r clang-format --dry-run --Werror

fuzz: | test-packages ## fuzz every target for SECONDS_EACH (default 60)
	@/usr/bin/python3 tests/run-all --fuzz-seconds $(or $(SECONDS_EACH),60) fuzz

failover: build | test-packages ## the primary dies under load, its standby is promoted, twenty times
	@/usr/bin/python3 tests/failover/run

chaos: build | test-packages ## kills, wipes, partitions, clock steps
	@tests/chaos/run

eval: build ## how good the models are: trains on ../shared/data (SHOULI_EVAL_DATA), tests on what was held back (ONLY=set)
	@tests/eval/run $(if $(ONLY),--only $(ONLY))

bench: build | test-packages ## measure against the goals
	@tests/bench/run

soak: build | test-packages ## steady load with restarts; nothing may grow (MINUTES=60)
	@tests/soak/run --minutes $(or $(MINUTES),60)

clean: ## delete what was built
	@rm -rf $(BUILD)

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
