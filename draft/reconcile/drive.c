#include <stdio.h>
#include <string.h>
#include "bcf.h"
#include "reconcile.h"
#include "report_reconcile.h"
#include "reconcile_inside.h"
#include "sheet.h"
int main(int argc,char**argv){
 bcf_arena*a=bcf_arena_new(); static bcf_error e; bcf_order o={.policy=NULL,.dataset=argv[1]}; const bcf_run*r; bcf_claim_options op={0}; bcf_notes n={.arena=a};
 if(argc>3) sscanf(argv[3],"%ld",&op.printed_in);
 const bcf_claims*c; bcf_code k=BCF_OK;
 if(!strcmp(argv[2],"-")){k=bcf_run_to(&r,a,&o,BCF_STAGE_FIGURES,"reconcile",&e); if(!k)k=bcf_claims_of_letters(&c,a,r->tables,&op,&e);} else k=bcf_claims_read(&c,a,argv[2],&op,&n,&e);
 if(!k)k=bcf_run_to(&r,a,&o,BCF_STAGE_POLICY,"reconcile",&e);
 if(!k)k=bcf_run_to(&r,a,&o,bcf_claims_stage(c,r->policy),"reconcile",&e);
 const bcf_reconciliation*x=NULL; if(!k)k=bcf_reconcile(&x,r,c,(bcf_scope){BCF_SCOPE_ALL,0},true,NULL,0,&n,&e);
 for(size_t i=0;i<e.count;i++)puts(e.messages[i]); for(size_t i=0;i<n.count;i++)printf("note %s\n",n.items[i].sentence);
 if(k)return 3;
 bcf_text t={0}; if(argc>4){if(*argv[4]==99)bcf_sheet_csv(&t,bcf_report_reconcile(r,x));else bcf_report_reconcile_page(&t,r,x,argv[2]);puts(bcf_text_get(&t));return 0;} size_t shown=0; for(size_t i=0;i<x->row_count;i++){const bcf_matched*m=&x->rows[i]; if(m->match==1)continue; if(shown++>7)continue; for(size_t j=0;j<x->key_count;j++)printf("%s,",m->cells[j]); printf("%s th=%ld ou=%ld %s [%s]\n",m->figure,m->theirs.pence,m->ours.pence,bcf_match_text(m->match),m->explanation);}
 if(x->why){printf("tried %zu exact %zu\n",x->why->tried,x->why->exact);for(size_t i=0;i<x->why->suspect_count&&i<2;i++){const bcf_suspect*s=&x->why->suspects[i];printf(" off %ld broken %zu:",s->unexplained.pence,s->broken);for(size_t j=0;j<s->assignment_count;j++)printf(" %s",s->assignments[j]);puts("");}} printf("%zu of %zu agreed; about '%s'\n",x->agreed,x->row_count,x->about); return x->agreed!=x->row_count;}
